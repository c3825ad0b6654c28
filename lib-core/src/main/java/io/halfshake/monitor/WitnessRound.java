package io.halfshake.monitor;

import io.halfshake.CheckResult;
import io.halfshake.UnknownReason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One check of each witness. Guarded by its {@link Witnesses}. */
final class WitnessRound {
    /** Before the first of its checks. */
    final long start;

    private final boolean[] answered;
    private final List<CompletableFuture<CheckResult>> checks = new ArrayList<>();
    private int missing;
    private int responding;
    private int stalled;

    /** Whether it met the quorum was found out while this process was not paused. */
    private boolean decided;

    /** What it proves was taken in, which may be before all have answered. */
    private boolean judged;

    WitnessRound(int witnesses, long start) {
        this.start = start;
        this.answered = new boolean[witnesses];
        this.missing = witnesses;
    }

    void asked(CompletableFuture<CheckResult> check) {
        checks.add(check);
    }

    /** Returns false if that witness has answered already, or was abandoned. */
    boolean answer(int witness, CheckResult result) {
        if (answered[witness]) {
            return false;
        }
        abandon(witness);
        responding += !result.isUnknown() && result.hostResponded() ? 1 : 0;
        stalled += isStalled(result) ? 1 : 0;
        return true;
    }

    private static boolean isStalled(CheckResult result) {
        return result instanceof CheckResult.Unknown unknown && unknown.reason() == UnknownReason.STALLED;
    }

    /** It has not answered, and does not count any more if it does. */
    void abandon(int witness) {
        answered[witness] = true;
        missing--;
    }

    boolean hasAnswered(int witness) {
        return answered[witness];
    }

    boolean isOver() {
        return missing == 0;
    }

    int responding() {
        return responding;
    }

    /** Whether it would have met a quorum if the checks that this process did not carry out in time had responded. */
    boolean mayHaveMet(int quorum) {
        return responding + stalled >= quorum;
    }

    boolean isDecided() {
        return decided;
    }

    void decided() {
        decided = true;
    }

    boolean isJudged() {
        return judged;
    }

    void judged() {
        judged = true;
    }

    /** Those that are over are unaffected. Without locks: a checker is the user's code. */
    List<CompletableFuture<CheckResult>> checks() {
        return List.copyOf(checks);
    }
}
