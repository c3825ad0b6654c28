package io.halfshake.linux;

import io.halfshake.spi.Probe;
import org.jspecify.annotations.Nullable;

/** A question that a kernel socket asks. */
final class HalfOpenQuestion extends Question {
    private final HalfOpenLoop halfOpenLoop;
    long sentAt;

    /** What the kernel said that may be about this machine's own way; 0 if nothing. */
    int localErrno;

    @Nullable
    HalfOpenSocket socket;

    HalfOpenQuestion(Probe probe, HalfOpenLoop loop) {
        super(probe, loop);
        this.halfOpenLoop = loop;
    }

    /** When it began there was a way, so that the kernel need be asked only if something has changed since. */
    boolean mayHaveLostItsWay(@Nullable RouteChanges changes) {
        return changes == null || changes.hasChangedSince(sentAt);
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
