package io.halfshake.linux;

import io.halfshake.spi.Probe;
import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A probe sent as packets of our own making: one, and another each time that no answer came. */
final class PacketProbe extends LoopProbe {
    final int port;

    /** From when it has begun. */
    @Nullable
    PacketSocket socket;

    /** Those whose answer would count. */
    private @Nullable Transmission first;

    private @Nullable List<Transmission> later;

    /** How many were sent. */
    int sent;

    long firstSentAt;

    /** When it wants to be sent, or sent again. */
    long dueAt;

    /** Its second packet is to be sent at {@link #dueAt}, and the loop has not come to that yet. */
    private boolean awaitsResend;

    /** The loop came to its second packet after the deadline. A limit of packets may change {@link #dueAt} then. */
    private boolean missedResend;

    /** Its turn at its host was taken, and not used yet. */
    boolean hasTurn;

    /** In a {@link ProbeQueue}. */
    @Nullable
    PacketProbe queuedBehind;

    PacketProbe(Probe probe, Owner loop, int port) {
        super(probe, loop);
        this.port = port;
    }

    boolean isIpv6() {
        return request.address().getAddress() instanceof Inet6Address;
    }

    void add(Transmission transmission) {
        if (first == null) {
            first = transmission;
            return;
        }
        if (later == null) {
            later = new ArrayList<>();
        }
        later.add(transmission);
    }

    /**
     * It is to be sent again at {@link #dueAt}.
     *
     * @param tickNanos of the wheel, which is late by up to two of them without any stall
     */
    void resendPlanned(long tickNanos) {
        awaitsResend = sent == 1 && request.deadlineNanos() - dueAt > 2 * tickNanos;
    }

    /** In time, only a limit or a full send buffer can keep it from being sent again. */
    void resendReached(long now) {
        missedResend |= awaitsResend && now - request.deadlineNanos() >= 0;
        awaitsResend = false;
    }

    /** Whether the loop was late with its second packet: silence is that of only one. */
    boolean hasMissedResend(long now) {
        return missedResend || (awaitsResend && now - dueAt >= 0);
    }

    @Override
    int sent() {
        return sent;
    }

    /** It did not leave, so that nothing can answer it. */
    void remove(Transmission transmission) {
        forget(transmission);
        if (Objects.equals(transmission, first)) {
            first = null;
        } else if (later != null) {
            later.remove(transmission);
        }
    }

    /** No answer counts any more. */
    void abandon() {
        if (first != null) {
            forget(first);
            first = null;
        }
        if (later != null) {
            for (int i = 0; i < later.size(); i++) {
                forget(later.get(i));
            }
            later = null;
        }
    }

    private void forget(Transmission transmission) {
        if (socket != null) {
            socket.flows.remove(transmission);
        }
    }
}
