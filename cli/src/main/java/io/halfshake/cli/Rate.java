package io.halfshake.cli;

import java.util.Locale;

/** Checks a second, as people read it. */
final class Rate {
    private Rate() {}

    static String text(long checks, long nanos) {
        double rate = checks * 1e9 / Math.max(nanos, 1_000);
        return String.format(Locale.ROOT, rate < 10 ? "%.1f/s" : "%,.0f/s", rate);
    }
}
