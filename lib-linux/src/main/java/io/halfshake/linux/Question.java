package io.halfshake.linux;

import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import org.jspecify.annotations.Nullable;

/** A probe inside an engine. Belongs to its loop, but for the order that any thread may leave. */
abstract class Question {
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
    final CheckingLoop loop;
    volatile Order order = Order.NONE;
    State state = State.WAITING;

    @Nullable
    Outcome outcome;

    /** Its place among those that wait to begin. */
    @Nullable
    Question next;

    Question(Probe probe, CheckingLoop loop) {
        this.probe = probe;
        this.loop = loop;
    }

    /** Sends it. Nothing was ordered until now. */
    abstract void begin();

    /**
     * It was sent, and an order was left: {@link CheckingLoop#lookLast()} is to look at what has arrived, and end it.
     */
    abstract void lookLast();

    /** Gives back what it holds, whatever state that is in. */
    abstract void abandon();
}
