package io.halfshake;

import io.halfshake.internal.FailSafe;
import io.halfshake.spi.Engine;
import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** One socket's worth of a check. Keeps the order that engines are promised: expire and cancel come after start. */
final class Attempt extends Probe {
    private enum Command {
        EXPIRE,
        CANCEL
    }

    private final Check check;
    private final Engine engine;
    final AddressAttempts candidate;

    /** What is to be cancelled before this one starts, to make room for it. */
    private @Nullable AddressAttempts instead;

    /** Whether it counts as one of the check's open sockets. Guarded by the check. */
    boolean open = true;

    private boolean started;
    private boolean over;
    private @Nullable Command command;
    private long sentAt = AddressAttempts.NEVER;
    private @Nullable Outcome outcome;

    Attempt(Check check, AddressAttempts candidate, @Nullable AddressAttempts instead) {
        super(candidate.address, check.deadline);
        this.check = check;
        this.engine = check.checker.engines.engine();
        this.candidate = candidate;
        this.instead = instead;
    }

    void start() {
        AddressAttempts before = instead;
        if (before != null) {
            instead = null;
            before.cancelPending();
        }
        if (cancelledBeforeStart()) {
            return;
        }
        Throwable thrown = null;
        try {
            engine.start(this);
        } catch (Throwable e) {
            thrown = e;
        }
        Command late;
        synchronized (this) {
            started = true;
            late = over && command != Command.CANCEL ? null : command;
        }
        if (thrown == null) {
            signalEngine(late);
        } else {
            fail(thrown);
        }
    }

    private synchronized boolean cancelledBeforeStart() {
        return command == Command.CANCEL;
    }

    void expire() {
        signal(Command.EXPIRE);
    }

    /** Returns at once; the engine frees the socket in its own time. */
    void cancel() {
        signal(Command.CANCEL);
    }

    private void signal(Command wanted) {
        synchronized (this) {
            if (over) {
                return;
            }
            command = wanted;
            over = wanted == Command.CANCEL;
            if (!started) {
                return;
            }
        }
        signalEngine(wanted);
    }

    private void signalEngine(@Nullable Command wanted) {
        if (wanted == Command.EXPIRE) {
            try {
                engine.expire(this);
            } catch (Throwable e) {
                fail(e);
            }
        } else if (wanted == Command.CANCEL) {
            drop();
        }
    }

    /** The engine threw. It may have taken the probe nevertheless, and a SYN is not to leave for nothing. */
    private void fail(Throwable thrown) {
        drop();
        try {
            complete(new Outcome.Failed(
                    UnknownReason.LOCAL_FAILURE, thrown, Evidence.nothingSent(check.checker.engineName())));
        } catch (Throwable e) {
            check.fail(thrown);
        }
    }

    private void drop() {
        try {
            engine.cancel(this);
        } catch (Throwable e) {
            FailSafe.log(Level.WARNING, "the engine failed to cancel a probe", e);
        }
    }

    @Override
    public synchronized void sent(long nanoTime) {
        if (sentAt == AddressAttempts.NEVER) {
            sentAt = nanoTime;
        }
    }

    @Override
    public void complete(Outcome result) {
        try {
            Outcome sound = sound(result);
            synchronized (this) {
                if (over) {
                    return;
                }
                over = true;
                outcome = sound;
            }
            check.answered(this);
        } catch (Throwable e) {
            check.fail(e);
        }
    }

    /** An engine may report nonsense; the check must end all the same. */
    private Outcome sound(@Nullable Outcome result) {
        return result != null && result.evidence() != null
                ? result
                : new Outcome.Failed(
                        UnknownReason.LOCAL_FAILURE,
                        new NullPointerException("outcome: " + result + " (expected one with evidence)"),
                        Evidence.nothingSent(check.checker.engineName()));
    }

    /** When the SYN left, or {@link AddressAttempts#NEVER}. */
    synchronized long sentAt() {
        return sentAt;
    }

    synchronized @Nullable Outcome outcome() {
        return outcome;
    }

    /** How many SYNs went out as far as is known: what the engine counted, or one for the socket. */
    synchronized int syns() {
        return outcome != null ? outcome.evidence().syns() : sentAt == AddressAttempts.NEVER ? 0 : 1;
    }
}
