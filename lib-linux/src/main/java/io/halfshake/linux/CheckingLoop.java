package io.halfshake.linux;

import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.Speaker;
import io.halfshake.UnknownReason;
import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.Promise;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What every engine's loop has in common: how questions come to an event loop's thread, and how results leave it.
 *
 * <p>Starts come in bursts, with a poll after each, so that no answer waits for a long queue of new questions. Results
 * are handed on only after all events of the same poll were seen.
 */
abstract class CheckingLoop {
    /** At 19,000 starts at once the first answers wait past the kernel's 200 ms; at 256 none was seen to. */
    static final int BURST = 256;

    /** After so many begun, deadlines are looked at again: beginning these takes about half a millisecond. */
    private static final int BEGUN_BEFORE_ORDERS = 64;

    /** Deadlines between two polls: these take some three milliseconds, and answers must not wait for many more. */
    static final int ORDERS_BEFORE_POLL = 1_024;

    /** Their results go out together. */
    private static final int ORDERS_AT_ONCE = 256;

    final IoEventLoop eventLoop;
    private final String engine;
    private final Inbox inbox = new Inbox();
    private final ConcurrentLinkedQueue<Question> orders = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean awake = new AtomicBoolean();
    private final ArrayDeque<Question> finished = new ArrayDeque<>();
    private final Runnable readInbox = this::readInbox;
    private final Runnable handOver = this::handOver;
    private final Runnable afterPoll = this::afterPoll;
    private final FutureListener<Object> ended;

    /** Taken from the inbox and not begun yet. */
    private @Nullable Question toBegin;

    private int begunSincePoll;
    private int ordersSincePoll;
    private boolean waitingForPoll;
    private boolean handOverPlanned;
    private final Promise<Void> over = GlobalEventExecutor.INSTANCE.newPromise();
    private boolean closed;

    /** The event loop takes no tasks any more: it is the user's, and he shut it down. */
    private volatile boolean dead;

    CheckingLoop(String engine, IoEventLoop eventLoop) {
        this.engine = engine;
        this.eventLoop = eventLoop;
        // The user's event loop may end before the checker does.
        this.ended = unused -> ended();
        eventLoop.terminationFuture().addListener(ended);
    }

    /** Any thread: a question about a probe, for this loop. */
    abstract Question question(Probe probe);

    /** Frees at most so many of the descriptors and ends what they were asking. True if nothing is left. */
    abstract boolean releaseSome(int most);

    /** Ends all that {@link Question#lookLast} was called for since the last time. */
    abstract void lookLast();

    /** After each turn of questions and orders, before the next poll. */
    void afterTurn() {}

    /** Any thread: asks a question. */
    final void ask(Question question) {
        inbox.add(question);
        wake();
    }

    /** Any thread: the question was left an order. Orders go before questions: deadlines do not queue behind starts. */
    final void obey(Question question) {
        orders.add(question);
        wake();
    }

    private void wake() {
        if (dead) {
            refuseAll();
        } else if (!awake.get() && awake.compareAndSet(false, true)) {
            try {
                eventLoop.execute(readInbox);
            } catch (RejectedExecutionException e) {
                dead = true;
                refuseAll();
            } catch (RuntimeException | Error e) {
                // Out of memory, perhaps: the next to come tries again.
                awake.set(false);
                throw e;
            }
        }
    }

    /** Any thread, once the event loop is gone and has closed its sockets. */
    private void refuseAll() {
        refuse(inbox.takeAll());
        for (Question question = orders.poll(); question != null; question = orders.poll()) {
            question.probe.complete(gone());
        }
    }

    private void refuse(@Nullable Question first) {
        for (Question question = first; question != null; question = question.next) {
            question.probe.complete(gone());
        }
    }

    /** The same, by who has the event loop's thread for himself, or is that thread. */
    private void refuseAllAndBacklog() {
        refuse(toBegin);
        toBegin = null;
        refuseAll();
    }

    private void readInbox() {
        awake.set(false);
        obeyOrders();
        while (!waitingForPoll) {
            Question question = takeQuestion();
            if (question == null) {
                break;
            }
            attend(question);
            if (!closed && ++begunSincePoll >= BURST) {
                awaitPoll();
            } else if (begunSincePoll % BEGUN_BEFORE_ORDERS == 0 && !orders.isEmpty()) {
                obeyOrders();
            }
        }
        afterTurn();
    }

    /** No further question is begun until then. */
    private void awaitPoll() {
        if (!waitingForPoll) {
            try {
                // A task that is due at once still runs only after the loop has polled.
                schedule(afterPoll, 0, TimeUnit.NANOSECONDS);
                waitingForPoll = !closed;
            } catch (RuntimeException | Error e) {
                // Out of memory, perhaps. Better one burst without a poll than to wait for one that nobody tells of.
                begunSincePoll = 0;
                ordersSincePoll = 0;
                System.getLogger("io.halfshake").log(Level.ERROR, "a poll could not be waited for", e);
            }
        }
    }

    private void afterPoll() {
        begunSincePoll = 0;
        ordersSincePoll = 0;
        waitingForPoll = false;
        readInbox();
    }

    private @Nullable Question takeQuestion() {
        if (toBegin == null) {
            toBegin = inbox.takeAll();
        }
        Question first = toBegin;
        if (first != null) {
            toBegin = first.next;
            first.next = null;
        }
        return first;
    }

    /** Some at a time, so that the first results need not wait for the last. */
    private void obeyOrders() {
        Question question = nextOrder();
        while (question != null) {
            for (int i = 0; question != null && i < ORDERS_AT_ONCE; i++) {
                attend(question);
                question = nextOrder();
            }
            try {
                lookLast();
            } catch (RuntimeException | Error e) {
                // Out of memory, perhaps. The orders behind it are carried out all the same.
                System.getLogger("io.halfshake").log(Level.ERROR, "deadlines could not be judged", e);
            }
            handOver();
        }
    }

    private @Nullable Question nextOrder() {
        if (!closed && ordersSincePoll >= ORDERS_BEFORE_POLL && !orders.isEmpty()) {
            awaitPoll();
            // Not for a poll that will never come.
            if (waitingForPoll) {
                return null;
            }
        }
        Question question = orders.poll();
        if (question != null) {
            ordersSincePoll++;
        }
        return question;
    }

    /** Runs a task later, unless the event loop is going away. */
    final void schedule(Runnable task, long delay, TimeUnit unit) {
        try {
            Future<?> unused = eventLoop.schedule(task, delay, unit);
        } catch (RejectedExecutionException e) {
            closed = true;
            waitingForPoll = false;
        }
    }

    private void attend(Question question) {
        try {
            switch (question.state) {
                case WAITING -> begin(question);
                case ASKED -> {
                    if (question.order != Question.Order.NONE) {
                        question.lookLast();
                    }
                }
                case OVER -> {}
            }
        } catch (RuntimeException | Error e) {
            fail(question, e);
        }
    }

    private void begin(Question question) {
        if (closed || question.order != Question.Order.NONE) {
            finish(question, closed ? gone() : new Outcome.Silent(nothing()));
        } else {
            question.begin();
        }
    }

    final void fail(Question question, Throwable error) {
        question.abandon();
        finish(question, failed(UnknownReason.LOCAL_FAILURE, error));
    }

    /** The question is answered. What it held is given back by now. */
    final void finish(Question question, Outcome outcome) {
        if (question.state == Question.State.OVER) {
            return;
        }
        question.state = Question.State.OVER;
        question.outcome = outcome;
        finished.add(question);
        if (!handOverPlanned) {
            planHandOver();
        }
    }

    private void planHandOver() {
        try {
            eventLoop.execute(handOver);
            handOverPlanned = true;
        } catch (RejectedExecutionException e) {
            // The loop is going away, and this may be its last word.
            handOver();
        }
    }

    private void handOver() {
        handOverPlanned = false;
        // What a result sets off may finish more: those go with the next task.
        for (int left = finished.size(); left > 0; left--) {
            Question question = finished.remove();
            Outcome outcome = question.outcome;
            try {
                if (outcome != null) {
                    question.probe.complete(outcome);
                }
            } catch (RuntimeException | Error e) {
                // It promises not to. Others wait for their results all the same.
                System.getLogger("io.halfshake").log(Level.ERROR, "a result could not be handed over", e);
            }
        }
        if (!finished.isEmpty() && !handOverPlanned) {
            planHandOver();
        }
    }

    /** On the loop's thread: the event loop is shutting down, and closes what is registered with it. */
    final void closedByEventLoop() {
        if (closed) {
            return;
        }
        closed = true;
        // The next burst was planned as a scheduled task, and those are dropped now.
        waitingForPoll = false;
        try {
            eventLoop.execute(readInbox);
        } catch (RejectedExecutionException e) {
            dead = true;
            refuseAllAndBacklog();
        }
    }

    /** The event loop's thread is no more, so that this one may do its work: whatever was left is closed and ended. */
    private void ended() {
        dead = true;
        closed = true;
        try {
            while (!releaseSome(BURST)) {
                handOver();
            }
            handOver();
            refuseAllAndBacklog();
        } finally {
            over.trySuccess(null);
        }
    }

    /** Any thread: closes every socket, some in each turn of the loop. The future completes when all are closed. */
    final Future<?> close() {
        Promise<Void> done = GlobalEventExecutor.INSTANCE.newPromise();
        try {
            eventLoop.execute(() -> closeSome(done));
            return done;
        } catch (RejectedExecutionException e) {
            // It closes what it has as it ends, which may be at this very moment.
            return over;
        }
    }

    private void closeSome(Promise<Void> done) {
        closed = true;
        if (releaseSome(BURST)) {
            eventLoop.terminationFuture().removeListener(ended);
            done.trySuccess(null);
            return;
        }
        try {
            Future<?> unused = eventLoop.schedule(() -> closeSome(done), 0, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            over.addListener(unused -> done.trySuccess(null));
        }
    }

    /** Takes a descriptor out of epoll, before it is closed. */
    static void cancel(IoRegistration registration) {
        try {
            registration.cancel();
        } catch (RejectedExecutionException e) {
            // The event loop has ended, and its epoll descriptor with it.
            return;
        }
    }

    final boolean isClosed() {
        return closed;
    }

    final boolean isOwnThread() {
        return eventLoop.inEventLoop();
    }

    /** The event loop ends, or has ended. */
    final Outcome gone() {
        return failed(
                UnknownReason.LOCAL_FAILURE, new IllegalStateException("event loop: shut down (expected running)"));
    }

    final Outcome failed(UnknownReason reason, Throwable cause) {
        return new Outcome.Failed(reason, cause, nothing());
    }

    /** Nothing was sent, so that nothing was learned. */
    final Evidence nothing() {
        return new Evidence(Speaker.THIS_HOST, null, null, null, 0, engine, Handshake.HALF, Evidence.Clock.NONE);
    }

    /** The longest that an answer has waited for its reset, in milliseconds, since the loop was made. */
    int longestAnswerWaitMillis() {
        return 0;
    }

    /** Handshakes that were or may have been completed. */
    long leakedHandshakes() {
        return 0;
    }
}
