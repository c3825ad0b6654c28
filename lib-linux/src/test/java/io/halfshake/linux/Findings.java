package io.halfshake.linux;

import io.halfshake.CheckResult;
import io.halfshake.Evidence;

/** Findings in one line, for a JVM to print and a test to compare. */
final class Findings {
    private Findings() {}

    static String verdict(CheckResult result) {
        if (result instanceof CheckResult.Down down) {
            return "DOWN " + down.reason();
        }
        return result instanceof CheckResult.Unknown unknown ? "UNKNOWN " + unknown.reason() : "UP";
    }

    /** Such as {@code 127.0.0.1:80 DOWN REFUSED RST ECONNREFUSED syns=1}. */
    static String of(CheckResult result) {
        Evidence evidence = result.evidence();
        return result.target() + " " + verdict(result) + " " + evidence.signal() + " " + evidence.errno() + " syns="
                + evidence.syns();
    }
}
