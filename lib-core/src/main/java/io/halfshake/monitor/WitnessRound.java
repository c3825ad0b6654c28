package io.halfshake.monitor;

import io.halfshake.CheckResult;
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
        answered[witness] = true;
        missing--;
        responding += !result.isUnknown() && result.hostResponded() ? 1 : 0;
        return true;
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
