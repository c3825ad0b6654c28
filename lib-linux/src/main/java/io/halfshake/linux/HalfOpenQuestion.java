package io.halfshake.linux;

import io.halfshake.spi.Probe;
import org.jspecify.annotations.Nullable;

/** A question that a kernel socket asks. */
final class HalfOpenQuestion extends Question {
    private final HalfOpenLoop halfOpenLoop;
    long sentAt;

    @Nullable
    HalfOpenSocket socket;

    HalfOpenQuestion(Probe probe, HalfOpenLoop loop) {
        super(probe, loop);
        this.halfOpenLoop = loop;
    }

    @Override
    void begin() {
        halfOpenLoop.begin(this);
    }

    @Override
    void lookLast() {
        halfOpenLoop.lookLast(this);
    }

    @Override
    void abandon() {
        halfOpenLoop.abandon(this);
    }
}
