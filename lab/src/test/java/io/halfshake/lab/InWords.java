package io.halfshake.lab;

import io.halfshake.CheckResult;
import io.halfshake.Evidence;

/** Results in few words, to be compared and counted. */
final class InWords {
    private InWords() {}

    /** Such as {@code DOWN REFUSED}. */
    static String verdict(CheckResult result) {
        if (result instanceof CheckResult.Down down) {
            return "DOWN " + down.reason();
        }
        return result instanceof CheckResult.Unknown unknown ? "UNKNOWN " + unknown.reason() : "UP";
    }

    /** Such as {@code UNKNOWN NO_ROUTE LOCAL ENETUNREACH}. */
    static String finding(CheckResult result) {
        Evidence evidence = result.evidence();
        String errno = evidence.errno() == null ? "" : " " + evidence.errno();
        return verdict(result) + " " + evidence.signal() + errno;
    }
}
