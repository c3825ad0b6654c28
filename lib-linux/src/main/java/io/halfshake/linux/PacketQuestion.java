package io.halfshake.linux;

import io.halfshake.spi.Probe;
import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A question that is asked with packets of our own making: one, and another each time that no answer came. */
final class PacketQuestion extends Question {
    private final PacketLoop packetLoop;
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

    PacketQuestion(Probe probe, PacketLoop loop, int port) {
        super(probe, loop);
        this.packetLoop = loop;
        this.port = port;
    }

    boolean isIpv6() {
        return probe.address().getAddress() instanceof Inet6Address;
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

    @Override
    void begin() {
        packetLoop.begin(this);
    }

    @Override
    void lookLast() {
        packetLoop.lookLast(this);
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
    @Override
    void abandon() {
        if (first != null) {
            forget(first);
            first = null;
        }
        if (later != null) {
            later.forEach(this::forget);
            later = null;
        }
    }

    private void forget(Transmission transmission) {
        if (socket != null) {
            socket.flows.remove(transmission);
        }
    }
}
