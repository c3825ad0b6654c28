package io.halfshake.linux;

import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/** A probe inside an engine. Belongs to its loop, except for the command, which any thread may leave. */
abstract class LoopProbe {
    private static final AtomicReferenceFieldUpdater<LoopProbe, Command> COMMAND =
            AtomicReferenceFieldUpdater.newUpdater(LoopProbe.class, Command.class, "command");

    private static final AtomicIntegerFieldUpdater<LoopProbe> COMPLETED =
            AtomicIntegerFieldUpdater.newUpdater(LoopProbe.class, "completed");

    /** The loop of a probe. */
    interface Owner {
        /** Any thread: leaves a command for a probe of this loop. */
        void signal(LoopProbe probe, Command command);
    }

    /** What the checker wants of a probe after it was started. */
    enum Command {
        NONE,
        EXPIRE,
        CANCEL
    }

    /** Where the probe stands. */
    enum State {
        WAITING,
        SENT,
        OVER
    }

    final Probe request;
    final Owner loop;
    private volatile Command command = Command.NONE;

    @SuppressWarnings("UnusedVariable") // Through its updater only.
    private volatile int completed;

    State state = State.WAITING;

    @Nullable
    Outcome outcome; // A probe is its own link in every list it may be in, so that ending it allocates nothing.

    /** In the inbox of probes to begin. */
    @Nullable
    LoopProbe next;

    /** In the inbox of commands, and then among the final reads. */
    @Nullable
    LoopProbe nextCommanded;

    /** Among those that are finished. */
    @Nullable
    LoopProbe nextFinished;

    LoopProbe(Probe probe, Owner loop) {
        this.request = probe;
        this.loop = loop;
    }

    final Command command() {
        return command;
    }

    /** Any thread. True for the first command: only that one brings the probe to its loop once more. */
    final boolean signal(Command wanted) {
        return COMMAND.getAndSet(this, wanted) == Command.NONE;
    }

    /**
     * Delivers the outcome to the checker: the first one, where a loop that ends and another thread both have one.
     * Never throws.
     */
    final void complete(Outcome found) {
        if (!COMPLETED.compareAndSet(this, 0, 1)) {
            return;
        }
        try {
            request.complete(found);
        } catch (RuntimeException | Error e) {
            // Against its contract. Other probes still wait for their results.
            LoopWarning.RESULT_NOT_DELIVERED.report(e);
        }
    }

    /** Number of packets sent, not counting the kernel's own retransmissions. */
    abstract int sent();
}
