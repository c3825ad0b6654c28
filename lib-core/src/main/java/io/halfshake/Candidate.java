package io.halfshake;

import io.halfshake.spi.Outcome;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One address of a target, and the one or two sockets that ask it. Guarded by its check. */
final class Candidate {
    static final long NEVER = Long.MAX_VALUE;

    final InetSocketAddress address;
    private final List<Attempt> attempts = new ArrayList<>(1);
    private long resendAt = NEVER;
    private @Nullable CheckResult result;

    Candidate(InetSocketAddress address) {
        this.address = address;
    }

    void ask(Attempt attempt, long resendAt) {
        attempts.add(attempt);
        this.resendAt = resendAt;
    }

    /** When to send again, or {@link #NEVER}. */
    long resendAt() {
        return result == null ? resendAt : NEVER;
    }

    void resent(@Nullable Attempt attempt) {
        resendAt = NEVER;
        if (attempt != null) {
            attempts.add(attempt);
        }
    }

    /**
     * The outcome that decides about this address; null while one may still come. An answer on either socket decides.
     * Trouble on one socket decides only when the other cannot bring an answer any more, and silence weighs more than
     * trouble: it was heard on a socket that worked.
     */
    @Nullable
    Outcome decisive() {
        Outcome silent = null;
        Outcome failed = null;
        boolean pending = false;
        for (Attempt attempt : attempts) {
            Outcome outcome = attempt.outcome();
            if (outcome == null) {
                pending = true;
            } else if (outcome instanceof Outcome.Answered || outcome instanceof Outcome.Denied) {
                return outcome;
            } else if (outcome instanceof Outcome.Silent) {
                silent = outcome;
            } else {
                failed = failed == null ? outcome : failed;
            }
        }
        return pending ? null : silent != null ? silent : failed;
    }

    @Nullable
    CheckResult result() {
        return result;
    }

    void decide(CheckResult result) {
        this.result = result;
    }

    int syns() {
        int syns = 0;
        for (Attempt attempt : attempts) {
            syns += attempt.syns();
        }
        return syns;
    }

    /** When the first SYN left, or {@link #NEVER}. */
    long firstSentAt() {
        long first = NEVER;
        for (Attempt attempt : attempts) {
            if (attempt.wasSent() && (first == NEVER || attempt.sentAt() - first < 0)) {
                first = attempt.sentAt();
            }
        }
        return first;
    }

    /** The sockets that may still be open. */
    void collectPending(List<Attempt> into) {
        for (Attempt attempt : attempts) {
            if (attempt.outcome() == null) {
                into.add(attempt);
            }
        }
    }
}
