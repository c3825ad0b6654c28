package io.halfshake.cli.check;

import io.halfshake.CheckResult;
import io.halfshake.DownReason;
import io.halfshake.UnknownReason;
import io.halfshake.cli.command.ExitStatus;
import java.util.EnumMap;
import java.util.Map;

/** Counts results. Not safe for use by several threads at once. */
final class ResultCounts {
    private final Map<DownReason, Long> down = new EnumMap<>(DownReason.class);
    private final Map<UnknownReason, Long> unknown = new EnumMap<>(UnknownReason.class);
    private long ups;
    private long downs;
    private long unknowns;

    void add(CheckResult result) {
        if (result instanceof CheckResult.Down d) {
            down.merge(d.reason(), 1L, Long::sum);
            downs++;
        } else if (result instanceof CheckResult.Unknown u) {
            unknown.merge(u.reason(), 1L, Long::sum);
            unknowns++;
        } else {
            ups++;
        }
    }

    long checks() {
        return ups + downs + unknowns;
    }

    long ups() {
        return ups;
    }

    long downs() {
        return downs;
    }

    long unknowns() {
        return unknowns;
    }

    /** The number of Down results for each reason that occurred, in the order of the reasons. */
    Map<DownReason, Long> downReasons() {
        return down;
    }

    /** The number of Unknown results for each reason that occurred, in the order of the reasons. */
    Map<UnknownReason, Long> unknownReasons() {
        return unknown;
    }

    int exitStatus() {
        if (downs > 0) {
            return ExitStatus.SOME_DOWN;
        }
        return unknowns > 0 ? ExitStatus.SOME_UNKNOWN : ExitStatus.ALL_UP;
    }
}
