package io.halfshake.linux;

import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import org.jspecify.annotations.Nullable;

/** A probe inside this engine. Belongs to its loop, but for the order that any thread may leave. */
final class Question {
    /** What the checker wants of a probe after it was started. */
    enum Order {
        NONE,
        EXPIRE,
        CANCEL
    }

    /** Where the probe stands. */
    enum State {
        WAITING,
        ASKED,
        OVER
    }

    final Probe probe;
    final HalfOpenLoop loop;
    volatile Order order = Order.NONE;
    State state = State.WAITING;
    long sentAt;

    @Nullable
    HalfOpenSocket socket;

    @Nullable
    Outcome outcome;

    Question(Probe probe, HalfOpenLoop loop) {
        this.probe = probe;
        this.loop = loop;
    }
}
