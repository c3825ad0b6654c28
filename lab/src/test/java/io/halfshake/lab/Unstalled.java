package io.halfshake.lab;

import io.halfshake.CheckResult;
import io.halfshake.UnknownReason;
import java.util.List;
import java.util.function.Supplier;

/** Checks again where this machine was held up: such a check says that, and nothing of its target. */
final class Unstalled {
    private static final int MAX_ATTEMPTS = 20;

    private Unstalled() {}

    static CheckResult check(Supplier<CheckResult> check) {
        return checkAll(() -> List.of(check.get())).get(0);
    }

    /** All of them again where one was held up. */
    static List<CheckResult> checkAll(Supplier<List<CheckResult>> checks) {
        List<CheckResult> results = checks.get();
        for (int attempt = 1; attempt < MAX_ATTEMPTS && results.stream().anyMatch(Unstalled::isStalled); attempt++) {
            results = checks.get();
        }
        return results;
    }

    static boolean isStalled(CheckResult result) {
        return result instanceof CheckResult.Unknown unknown && unknown.reason() == UnknownReason.STALLED;
    }
}
