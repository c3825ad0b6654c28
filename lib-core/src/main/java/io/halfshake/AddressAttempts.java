package io.halfshake;

import io.halfshake.spi.Outcome;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One address of a target, and the one or two sockets that ask it. Guarded by its check. */
final class AddressAttempts {
    static final long NEVER = Long.MAX_VALUE;

    /** A timer is late by up to a tick without any stall. A resend due so shortly before the deadline may be missed. */
    private static final long LATENESS_NANOS = 2 * Timers.TICK_NANOS;

    final InetSocketAddress address;

    /** The one to be asked after it. */
    final @Nullable AddressAttempts next;

    private @Nullable Attempt first;
    private @Nullable Attempt second;
    private long resendAt = NEVER;
    private long waitedNanos;

    /** Whether the second socket came too late. */
    private boolean lackedSocket;

    private @Nullable CheckResult result;

    AddressAttempts(InetSocketAddress address, @Nullable AddressAttempts next) {
        this.address = address;
        this.next = next;
    }

    /** As many as there are addresses, at least one, in their order. */
    static AddressAttempts inOrder(List<InetSocketAddress> addresses) {
        AddressAttempts first = null;
        for (int i = addresses.size() - 1; i >= 0; i--) {
            first = new AddressAttempts(addresses.get(i), first);
        }
        return Objects.requireNonNull(first);
    }

    /** How many come after it. */
    int behind() {
        int count = 0;
        for (AddressAttempts after = next; after != null; after = after.next) {
            count++;
        }
        return count;
    }

    void ask(Attempt attempt, long waitedNanos, long resendAt) {
        first = attempt;
        this.waitedNanos = waitedNanos;
        this.resendAt = resendAt;
    }

    /** How long it had to wait for a socket, although it was its turn to be asked. */
    long waitedNanos() {
        return waitedNanos;
    }

    /** When to send again, or {@link #NEVER}. */
    long resendAt() {
        return result == null && second == null ? resendAt : NEVER;
    }

    void resent(Attempt attempt, boolean lackedSocket) {
        second = attempt;
        this.lackedSocket = lackedSocket;
    }

    /** How many of its sockets count as open. */
    int open() {
        return (first != null && first.open ? 1 : 0) + (second != null && second.open ? 1 : 0);
    }

    /** Its sockets count as closed from now on. */
    void close() {
        if (first != null) {
            first.open = false;
        }
        if (second != null) {
            second.open = false;
        }
    }

    /**
     * The outcome that decides about this address; null while one may still come. An answer on either socket decides.
     * Anything else decides only when the other socket cannot bring an answer any more, and silence, also that of which
     * the kernel grew tired, weighs more than trouble: it was heard on a socket that worked. With two exceptions: where
     * this machine had no way to the address, no answer could come to either; and where something did come for a SYN,
     * but could not be believed, it was not silence.
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
        if (hadNoRoute(one) || hadNoRoute(other)) {
            return hadNoRoute(one) ? one : other;
        }
        if (wasDoubted(one) || wasDoubted(other)) {
            return wasDoubted(one) ? one : other;
        }
        return isSilence(one) || !isSilence(other) ? one : other;
    }

    /** Something came for its SYN, or was in the SYN's way: silence on the other socket does not settle that. */
    private static boolean wasDoubted(Outcome outcome) {
        return outcome instanceof Outcome.Failed failed
                && failed.reason() == UnknownReason.LOCAL_FAILURE
                && failed.evidence().syns() > 0;
    }

    private static boolean hadNoRoute(Outcome outcome) {
        return outcome instanceof Outcome.Failed failed
                && (failed.reason() == UnknownReason.NO_ROUTE || failed.reason() == UnknownReason.NOT_PERMITTED);
    }

    /** Full where one of its sockets has completed a handshake, or it cannot be ruled out. */
    Handshake handshake(Outcome decisive) {
        Outcome one = outcome(first);
        Outcome other = outcome(second);
        boolean full = isFull(decisive) || isFull(one) || isFull(other) || (decisive == other && mayBeUnread(decisive));
        return full ? Handshake.FULL : Handshake.HALF;
    }

    private static boolean isFull(@Nullable Outcome outcome) {
        return outcome != null && outcome.evidence().handshake() == Handshake.FULL;
    }

    /**
     * Whether an answer to the first SYN may lie unread beside this one to the second, and for longer than a kernel
     * holds an ACK back: after a pause of the process, either thread may be the first to run. An engine that reads when
     * answers came in counts such an ACK itself.
     */
    private boolean mayBeUnread(Outcome answer) {
        return answer instanceof Outcome.Answered
                && answer.evidence().clock() == Evidence.Clock.USER_SPACE
                && first != null
                && first.sentAt() != NEVER
                && first.outcome() == null;
    }

    private static @Nullable Outcome outcome(@Nullable Attempt attempt) {
        return attempt == null ? null : attempt.outcome();
    }

    private static boolean isAnswer(@Nullable Outcome outcome) {
        return outcome instanceof Outcome.Answered || (outcome instanceof Outcome.Denied && !isSilence(outcome));
    }

    /** Whether what is due then may miss the deadline although this process is not late. */
    static boolean isTooLate(long due, long deadline) {
        return deadline - due <= LATENESS_NANOS;
    }

    /**
     * Whether one of its two SYNs was due and did not leave before the deadline: silence is that of only one.
     *
     * @param lacksSocket whether there is no socket for a second SYN
     */
    boolean lacksSyn(long deadline, long now, boolean lacksSocket) {
        if (resendAt == NEVER || isTooLate(resendAt, deadline)) {
            return false;
        }
        if (second == null) {
            // The kernel may report silence just before the timer fires.
            return !lacksSocket && now - resendAt > LATENESS_NANOS;
        }
        return isUnsent(first, deadline) || (!lackedSocket && isUnsent(second, deadline));
    }

    /** Not in time. Where anything else prevented it, the outcome is that failure and not silence. */
    private static boolean isUnsent(@Nullable Attempt attempt, long deadline) {
        if (attempt == null || !(attempt.outcome() instanceof Outcome.Silent)) {
            return false;
        }
        long sentAt = attempt.sentAt();
        return sentAt == NEVER || sentAt - deadline >= 0;
    }

    static boolean isSilence(Outcome outcome) {
        return outcome instanceof Outcome.Silent
                || (outcome instanceof Outcome.Denied denied && denied.reason() == DownReason.TIMED_OUT);
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
        long one = first == null ? NEVER : first.sentAt();
        long other = second == null ? NEVER : second.sentAt();
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

    /** Abandons the sockets that may still be open. */
    void cancelPending() {
        if (first != null) {
            first.cancel();
        }
        if (second != null) {
            second.cancel();
        }
    }
}
