package io.halfshake.linux;

import io.halfshake.UnknownReason;
import io.halfshake.internal.DropCounters;
import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import org.jspecify.annotations.Nullable;

/** A probe sent by a kernel socket. */
final class HalfOpenProbe extends LoopProbe {
    long sentAt;

    /** When the SYN had certainly left. */
    long sentBy;

    /** An errno that may be due to this machine's own route; 0 if there is none. */
    int localErrno;

    /** What this machine had dropped before it was sent. */
    @Nullable
    DropCounters dropsBefore;

    /** When the first of its SYNs left; {@code sentAt} is the last one's. */
    long firstSentAt;

    /** SYNs sent, not counting the kernel's own retransmissions. */
    int syns;

    /** Whether a refusal was not believed and the target asked again. */
    boolean wasRefused;

    /** Whether an answer was not believed and the target asked again. */
    boolean wasAnswered;

    /** Whether a handshake of an answer was or may have been completed. */
    boolean wasCompleted;

    /** Whether the socket was read while the probe waited, so that what it reports later is about this probe. */
    boolean isRead;

    /** Whether the socket was seen to ask from an address that an answer can come back to. */
    boolean hasSource;

    @Nullable
    HalfOpenSocket socket;

    HalfOpenProbe(Probe probe, Owner loop) {
        super(probe, loop);
    }

    /** Before anything that may throw: a failure releases this socket. */
    void hold(HalfOpenSocket taken) {
        socket = taken;
        taken.probe = this;
    }

    /** There was a route at the start, so that the kernel is asked only if something has changed since. */
    boolean mayHaveLostRoute(@Nullable RouteChanges changes) {
        return changes == null || changes.hasChangedSince(sentAt);
    }

    @Override
    int sent() {
        return syns;
    }

    /**
     * Silence does not count against a target that has answered or refused, or was asked again with less than half of
     * the time left.
     */
    Outcome proven(Outcome silence) {
        long deadline = request.deadlineNanos();
        boolean isFair =
                syns <= 1 || (!wasRefused && !wasAnswered && 2 * (deadline - sentAt) >= deadline - firstSentAt);
        return isFair
                ? silence
                : new Outcome.Failed(
                        UnknownReason.LOCAL_FAILURE,
                        new IllegalStateException("asked again from another socket, and then silent"),
                        silence.evidence());
    }
}
