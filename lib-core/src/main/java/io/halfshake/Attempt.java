package io.halfshake;

import io.halfshake.spi.Engine;
import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** One socket's worth of a check. Keeps the order that engines are promised: expire and cancel come after start. */
final class Attempt extends Probe {
    private enum Order {
        EXPIRE,
        CANCEL
    }

    private final Check check;

    /** The next of those that a check is about to start; no list needs to be made for the usual one. */
    @Nullable
    Attempt nextToStart;

    private boolean started;
    private boolean over;
    private @Nullable Order order;
    private boolean sent;
    private long sentAt;
    private @Nullable Outcome outcome;

    Attempt(Check check, InetSocketAddress address) {
        super(address, check.deadline);
        this.check = check;
    }

    private Engine engine() {
        return check.checker.engine;
    }

    void start() {
        if (cancelledBeforeStart()) {
            check.attemptOver();
            return;
        }
        try {
            engine().start(this);
        } catch (RuntimeException | Error e) {
            complete(new Outcome.Failed(UnknownReason.LOCAL_FAILURE, e, Evidence.nothingSent(engine().name())));
        }
        Order late;
        synchronized (this) {
            started = true;
            late = over && order != Order.CANCEL ? null : order;
        }
        obey(late);
    }

    private synchronized boolean cancelledBeforeStart() {
        return order == Order.CANCEL;
    }

    void expire() {
        order(Order.EXPIRE);
    }

    /** Returns at once; the engine frees the socket in its own time. */
    void cancel() {
        order(Order.CANCEL);
    }

    private void order(Order wanted) {
        synchronized (this) {
            if (over) {
                return;
            }
            order = wanted;
            over = wanted == Order.CANCEL;
            if (!started) {
                return;
            }
        }
        obey(wanted);
    }

    private void obey(@Nullable Order wanted) {
        if (wanted == Order.EXPIRE) {
            engine().expire(this);
        } else if (wanted == Order.CANCEL) {
            try {
                engine().cancel(this);
            } catch (RuntimeException | Error e) {
                System.getLogger("io.halfshake").log(Level.WARNING, "the engine failed to cancel a probe", e);
            } finally {
                check.attemptOver();
            }
        }
    }

    @Override
    public synchronized void sent(long nanoTime) {
        if (!sent) {
            sent = true;
            sentAt = nanoTime;
        }
    }

    @Override
    public void complete(Outcome result) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            outcome = sound(result);
        }
        check.attemptOver();
        check.answered();
    }

    /** An engine may report nonsense; the check must end all the same. */
    private Outcome sound(@Nullable Outcome result) {
        return result != null && result.evidence() != null
                ? result
                : new Outcome.Failed(
                        UnknownReason.LOCAL_FAILURE,
                        new NullPointerException("outcome: " + result + " (expected one with evidence)"),
                        Evidence.nothingSent(engine().name()));
    }

    synchronized boolean wasSent() {
        return sent;
    }

    synchronized long sentAt() {
        return sentAt;
    }

    synchronized @Nullable Outcome outcome() {
        return outcome;
    }

    /** How many SYNs went out as far as is known: what the engine counted, or one for the socket. */
    synchronized int syns() {
        return outcome != null ? outcome.evidence().syns() : sent ? 1 : 0;
    }
}
