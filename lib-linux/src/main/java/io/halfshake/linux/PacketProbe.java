package io.halfshake.linux;

import io.halfshake.spi.Probe;
import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A probe sent as packets of our own making: one, and another each time that no answer came. */
final class PacketProbe extends LoopProbe {
    /** The course of its second packet. Others do not matter: silence after two packets is silence. */
    private enum Resend {
        /** None is due, it was sent, or nothing but a limit keeps it from being sent. */
        NONE,
        /** The wheel gives it out at {@link #dueAt}. */
        PLANNED,
        /** It is to be sent as soon as the loop can. */
        DUE,
        /** It was not sent in time. */
        MISSED
    }

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

    private Resend resend = Resend.NONE;

    /** Why its second packet was not sent, where the kernel refused it. */
    private @Nullable SystemCallException refusal;

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
     * The wheel has it until then, because a packet is to be sent again or a limit puts it off.
     *
     * @param tickNanos of the wheel, which is late by up to two of them without any stall
     */
    void planned(long at, long tickNanos) {
        dueAt = at;
        course(mayMissResend(at, tickNanos) ? Resend.PLANNED : Resend.NONE);
    }

    /** The wheel has given it out. */
    void resendReached(long now) {
        if (resend == Resend.PLANNED) {
            resend = now - request.deadlineNanos() >= 0 ? Resend.MISSED : Resend.DUE;
        }
    }

    /** A limit keeps it. */
    void heldBack() {
        course(Resend.NONE);
    }

    /** The limit that kept it does so no longer. */
    void released(long now, long tickNanos) {
        course(mayMissResend(now, tickNanos) ? Resend.DUE : Resend.NONE);
    }

    /** The kernel has taken the second packet, or a later one. */
    void resent(long now) {
        boolean late = resend == Resend.DUE && now - request.deadlineNanos() >= 0;
        course(late ? Resend.MISSED : Resend.NONE);
    }

    /** The kernel has not taken its packet, and is not asked again. */
    void resendRefused(SystemCallException failure) {
        if (sent == 1) {
            resend = Resend.MISSED;
            // The first: a batch is written off by the call after the one that failed.
            refusal = refusal == null ? failure : refusal;
        }
    }

    private boolean mayMissResend(long at, long tickNanos) {
        return sent == 1 && request.deadlineNanos() - at > 2 * tickNanos;
    }

    private void course(Resend next) {
        if (resend != Resend.MISSED) {
            resend = next;
        }
    }

    /**
     * Whether its second packet was not sent in time, and no limit is the reason: silence is that of only one.
     *
     * @param isHeldBack whether a limit keeps all that are due
     */
    boolean hasMissedResend(long now, boolean isHeldBack) {
        return switch (resend) {
            case NONE -> false;
            case PLANNED -> now - dueAt >= 0;
            case DUE -> !isHeldBack;
            case MISSED -> true;
        };
    }

    @Nullable
    SystemCallException refusal() {
        return refusal;
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
