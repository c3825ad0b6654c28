package io.halfshake;

import java.util.function.Supplier;

/**
 * Checks again where this machine was held up, or where another build on it fills the kernel's table of neighbours:
 * such a check says that, and nothing of its target.
 */
public final class Unstalled {
    private static final int MAX_ATTEMPTS = 20;

    private Unstalled() {}

    public static CheckResult check(Supplier<CheckResult> check) {
        CheckResult result = check.get();
        for (int attempt = 1; attempt < MAX_ATTEMPTS && isStalled(result); attempt++) {
            result = check.get();
        }
        return result;
    }

    public static boolean isStalled(CheckResult result) {
        return result instanceof CheckResult.Unknown unknown
                && (unknown.reason() == UnknownReason.STALLED
                        || String.valueOf(unknown.cause()).contains("table_fulls"));
    }
}
