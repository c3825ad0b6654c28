package io.halfshake.cli;

import io.halfshake.CheckResult;
import io.halfshake.DownReason;
import io.halfshake.UnknownReason;
import java.util.EnumMap;
import java.util.Map;

/** Counts results. Not safe for use by several threads at once. */
final class Tally {
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

    /** How many were down for which reason, in the reasons' own order, without those that none was for. */
    Map<DownReason, Long> downReasons() {
        return down;
    }

    /** How many were unknown for which reason, in the reasons' own order, without those that none was for. */
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
