package io.halfshake.cli.terminal;

import java.util.Locale;

/** Checks per second, as text. */
public final class Rate {
    private Rate() {}

    public static String text(long checks, long nanos) {
        double rate = checks * 1e9 / Math.max(nanos, 1_000);
        return String.format(Locale.ROOT, rate < 10 ? "%.1f/s" : "%,.0f/s", rate);
    }
}
