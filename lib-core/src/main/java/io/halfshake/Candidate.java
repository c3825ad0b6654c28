package io.halfshake;

import io.halfshake.spi.Outcome;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One address of a target, and the one or two sockets that ask it. Guarded by its check. */
final class Candidate {
    static final long NEVER = Long.MAX_VALUE;

    final InetSocketAddress address;

    /** The one to be asked after it. */
    final @Nullable Candidate next;

    private @Nullable Attempt first;
    private @Nullable Attempt second;
    private long resendAt = NEVER;
    private @Nullable CheckResult result;

    Candidate(InetSocketAddress address, @Nullable Candidate next) {
        this.address = address;
        this.next = next;
    }

    /** As many as there are addresses, at least one, in their order. */
    static Candidate inOrder(List<InetSocketAddress> addresses) {
        Candidate first = null;
        for (int i = addresses.size() - 1; i >= 0; i--) {
            first = new Candidate(addresses.get(i), first);
        }
        return Objects.requireNonNull(first);
    }

    /** How many come after it. */
    int behind() {
        int count = 0;
        for (Candidate after = next; after != null; after = after.next) {
            count++;
        }
        return count;
    }

    void ask(Attempt attempt, long resendAt) {
        first = attempt;
        this.resendAt = resendAt;
    }

    /** When to send again, or {@link #NEVER}. */
    long resendAt() {
        return result == null ? resendAt : NEVER;
    }

    void resent(@Nullable Attempt attempt) {
        resendAt = NEVER;
        second = attempt;
    }

    /**
     * The outcome that decides about this address; null while one may still come. An answer on either socket decides.
     * Trouble on one socket decides only when the other cannot bring an answer any more, and silence weighs more than
     * trouble: it was heard on a socket that worked. Unless the trouble is that this machine had no way to the address:
     * then no answer could come to either.
     */
    @Nullable
    Outcome decisive() {
        Outcome one = outcome(first);
        Outcome other = outcome(second);
        if (isAnswer(one) || second == null) {
            return one;
        }
        if (isAnswer(other) || first == null) {
            return other;
        }
        if (one == null || other == null) {
            return null;
        }
        if (hadNoWay(one) || hadNoWay(other)) {
            return hadNoWay(one) ? one : other;
        }
        return one instanceof Outcome.Silent ? one : other instanceof Outcome.Silent ? other : one;
    }

    private static boolean hadNoWay(Outcome outcome) {
        return outcome instanceof Outcome.Failed failed
                && (failed.reason() == UnknownReason.NO_ROUTE || failed.reason() == UnknownReason.NOT_PERMITTED);
    }

    private static @Nullable Outcome outcome(@Nullable Attempt attempt) {
        return attempt == null ? null : attempt.outcome();
    }

    private static boolean isAnswer(@Nullable Outcome outcome) {
        return outcome instanceof Outcome.Answered || outcome instanceof Outcome.Denied;
    }

    @Nullable
    CheckResult result() {
        return result;
    }

    void decide(CheckResult result) {
        this.result = result;
    }

    int syns() {
        return (first == null ? 0 : first.syns()) + (second == null ? 0 : second.syns());
    }

    /** When the first SYN left, or {@link #NEVER}. */
    long firstSentAt() {
        long one = first != null && first.wasSent() ? first.sentAt() : NEVER;
        long other = second != null && second.wasSent() ? second.sentAt() : NEVER;
        return one == NEVER || (other != NEVER && other - one < 0) ? other : one;
    }

    /** Tells the engine that the deadline has passed. */
    void expirePending() {
        if (first != null) {
            first.expire();
        }
        if (second != null) {
            second.expire();
        }
    }

    /** Gives up the sockets that may still be open. */
    void cancelPending() {
        if (first != null) {
            first.cancel();
        }
        if (second != null) {
            second.cancel();
        }
    }
}
