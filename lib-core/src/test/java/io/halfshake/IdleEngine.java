package io.halfshake;

import io.halfshake.spi.Engine;
import io.halfshake.spi.Probe;

/** An engine that never answers. */
class IdleEngine implements Engine {
    private final Handshake handshake;
    private final int capacity;

    IdleEngine(Handshake handshake, int capacity) {
        this.handshake = handshake;
        this.capacity = capacity;
    }

    @Override
    public final String name() {
        return "fake";
    }

    @Override
    public final Handshake handshake() {
        return handshake;
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public final void start(Probe probe) {}

    @Override
    public final void expire(Probe probe) {}

    @Override
    public final void cancel(Probe probe) {}

    @Override
    public void close() {}
}
