package io.halfshake.linux;

import io.halfshake.UnknownReason;
import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import io.netty.channel.IoEventLoop;
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

/**
 * The checking loop: one event loop's sockets and what they ask.
 *
 * <p>An event is a hint, never an answer. What a socket has to say is read from the socket itself, so that an event
 * meant for an earlier check can do no harm. An answered socket is reset as soon as it has been read; results are
 * handed on only after all events of the same poll were seen. Starts come in bursts, with a poll after each, so that no
 * answer waits for a long queue of new questions.
 */
final class HalfOpenLoop {
    /** At 19,000 starts at once the first answers wait past the kernel's 200 ms; at 256 none was seen to. */
    private static final int BURST = 256;

    private static final long TRIM_SECONDS = 10;

    private final IoEventLoop eventLoop;
    private final SystemCalls calls;
    private final SocketPool pool;
    private final Answers answers;
    private final WayOut wayOut;
    private final ConcurrentLinkedQueue<Question> inbox = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Question> orders = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean awake = new AtomicBoolean();
    private final ArrayDeque<Question> finished = new ArrayDeque<>();
    private final NativeMemory address = new NativeMemory(SocketAddresses.LONGEST);
    private final Runnable readInbox = this::readInbox;
    private final Runnable handOver = this::handOver;
    private final Runnable nextBurst = this::nextBurst;
    private final FutureListener<Object> ended;
    private int sincePoll;
    private boolean waitingForPoll;
    private boolean trimming;
    private boolean handOverPlanned;
    private boolean closed;

    /** The event loop takes no tasks any more: it is the user's, and he shut it down. */
    private volatile boolean dead;

    HalfOpenLoop(IoEventLoop eventLoop, SystemCalls calls, SocketFactory factory, int mostOpen) {
        this.eventLoop = eventLoop;
        this.calls = calls;
        this.pool = new SocketPool(this, eventLoop, calls, factory, mostOpen);
        this.answers = new Answers(calls);
        this.wayOut = new WayOut(calls, factory.options());
        // The user's event loop may end before the checker does.
        this.ended = unused -> ended();
        eventLoop.terminationFuture().addListener(ended);
    }

    /** Any thread: asks a question. */
    void ask(Question question) {
        post(inbox, question);
    }

    /** Any thread: the question was left an order. Orders go before questions: deadlines do not queue behind starts. */
    void obey(Question question) {
        post(orders, question);
    }

    private void post(ConcurrentLinkedQueue<Question> queue, Question question) {
        queue.add(question);
        if (dead) {
            refuseAll();
        } else if (!awake.get() && awake.compareAndSet(false, true)) {
            try {
                eventLoop.execute(readInbox);
            } catch (RejectedExecutionException e) {
                dead = true;
                refuseAll();
            }
        }
    }

    /** Any thread, once the event loop is gone and has closed its sockets. */
    private void refuseAll() {
        for (Question question = inbox.poll(); question != null; question = inbox.poll()) {
            question.probe.complete(answers.gone());
        }
        for (Question question = orders.poll(); question != null; question = orders.poll()) {
            question.probe.complete(answers.gone());
        }
    }

    private void readInbox() {
        awake.set(false);
        for (Question question = orders.poll(); question != null; question = orders.poll()) {
            attend(question);
        }
        while (!waitingForPoll) {
            Question question = inbox.poll();
            if (question == null) {
                return;
            }
            attend(question);
            if (!closed && ++sincePoll >= BURST) {
                waitingForPoll = true;
                // A task that is due at once still runs only after the loop has polled.
                schedule(nextBurst, 0, TimeUnit.NANOSECONDS);
            }
        }
    }

    private void schedule(Runnable task, long delay, TimeUnit unit) {
        try {
            Future<?> unused = eventLoop.schedule(task, delay, unit);
        } catch (RejectedExecutionException e) {
            closed = true;
            waitingForPoll = false;
        }
    }

    private void nextBurst() {
        sincePoll = 0;
        waitingForPoll = false;
        readInbox();
    }

    private void attend(Question question) {
        try {
            switch (question.state) {
                case WAITING -> begin(question);
                case ASKED -> lookLast(question);
                case OVER -> {}
            }
        } catch (RuntimeException | Error e) {
            fail(question, e);
        }
    }

    private void begin(Question question) {
        if (closed || question.order != Question.Order.NONE) {
            finish(question, closed ? answers.gone() : answers.neverSent());
            return;
        }
        Probe probe = question.probe;
        HalfOpenSocket socket;
        int result;
        try {
            socket = pool.take(SocketAddresses.family(probe.address().getAddress()));
            result = connect(question, socket);
            if (result == -Errno.ENODEV.number) {
                // The interface that the socket was bound to is gone. By now there may be another of that name.
                socket.question = null;
                question.socket = null;
                socket = pool.replace(socket);
                result = connect(question, socket);
            }
        } catch (SystemCallException e) {
            finish(question, answers.atOnce(e));
            return;
        }
        if (result < 0 && result != -Errno.EINPROGRESS.number && result != -Errno.EINTR.number) {
            end(question, socket, answers.atOnce(new SystemCallException("connect(2)", -result)));
        } else {
            // Not before: what held us up until here must not be held against the target.
            probe.sent(System.nanoTime());
        }
        if (!trimming) {
            trimming = true;
            schedule(this::lookAgain, TRIM_SECONDS, TimeUnit.SECONDS);
        }
    }

    private int connect(Question question, HalfOpenSocket socket) {
        int length = SocketAddresses.write(question.probe.address(), address);
        question.socket = socket;
        question.state = Question.State.ASKED;
        question.sentAt = System.nanoTime();
        socket.question = question;
        return calls.connect(socket.descriptor, address, length);
    }

    private void lookLast(Question question) {
        HalfOpenSocket socket = question.socket;
        if (socket == null || question.order == Question.Order.NONE) {
            return;
        }
        // At the deadline the socket is asked once more: what has arrived counts.
        Outcome outcome = answers.read(socket, question);
        end(question, socket, outcome == null ? answers.silent() : outcome);
    }

    /** A socket may have something to say. */
    void ready(HalfOpenSocket socket) {
        Question question = socket.question;
        if (question == null || !socket.isOpen) {
            return;
        }
        try {
            Outcome outcome = answers.read(socket, question);
            if (outcome != null) {
                end(question, socket, outcome);
            }
        } catch (RuntimeException | Error e) {
            fail(question, e);
        }
    }

    private void end(Question question, HalfOpenSocket socket, Outcome found) {
        Outcome outcome = wayOut.orTrouble(found, socket, question.probe.address());
        socket.question = null;
        question.socket = null;
        pool.reset(socket, question.probe.address().getAddress());
        finish(question, answers.afterReset(outcome));
    }

    private void fail(Question question, Throwable error) {
        HalfOpenSocket socket = question.socket;
        if (socket != null) {
            socket.question = null;
            question.socket = null;
            pool.discard(socket);
        }
        finish(question, answers.failed(UnknownReason.LOCAL_FAILURE, error));
    }

    private void finish(Question question, Outcome outcome) {
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
            handOverPlanned = true;
            eventLoop.execute(handOver);
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

    private void lookAgain() {
        if (!closed && pool.trimSome(BURST)) {
            schedule(this::lookAgain, 0, TimeUnit.NANOSECONDS);
            return;
        }
        trimming = !closed && pool.lookAgain();
        if (trimming) {
            schedule(this::lookAgain, TRIM_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** On the loop's thread: the event loop is shutting down, and closes what is registered with it. */
    void closedByEventLoop(HalfOpenSocket socket) {
        if (!closed) {
            closed = true;
            // The next burst was planned as a scheduled task, and those are dropped now.
            waitingForPoll = false;
            try {
                eventLoop.execute(readInbox);
            } catch (RejectedExecutionException e) {
                dead = true;
                refuseAll();
            }
        }
        release(socket);
    }

    /** Closes a socket and ends what it was asking: nothing may touch its descriptor any more. */
    private void release(HalfOpenSocket socket) {
        Question question = socket.question;
        socket.question = null;
        pool.discard(socket);
        if (question != null) {
            question.socket = null;
            finish(question, answers.gone());
        }
    }

    /** The event loop's thread is no more, so that this one may do its work: whatever was left is closed and ended. */
    private void ended() {
        dead = true;
        closed = true;
        for (HalfOpenSocket socket = pool.anyOpen(); socket != null; socket = pool.anyOpen()) {
            release(socket);
        }
        handOver();
        refuseAll();
    }

    /** Any thread: closes every socket, some in each turn of the loop. The future completes when all are closed. */
    Future<?> close() {
        Promise<Void> done = GlobalEventExecutor.INSTANCE.newPromise();
        eventLoop.execute(() -> closeSome(done));
        return done;
    }

    private void closeSome(Promise<Void> done) {
        closed = true;
        for (int i = 0; i < BURST; i++) {
            HalfOpenSocket socket = pool.anyOpen();
            if (socket == null) {
                eventLoop.terminationFuture().removeListener(ended);
                done.trySuccess(null);
                return;
            }
            release(socket);
        }
        try {
            Future<?> unused = eventLoop.schedule(() -> closeSome(done), 0, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            done.trySuccess(null);
        }
    }

    boolean isOwnThread() {
        return eventLoop.inEventLoop();
    }

    /** The longest that an answer has waited for its reset, in milliseconds, since the loop was made. */
    int longestAnswerWaitMillis() {
        return answers.longestWaitMillis();
    }

    /** Handshakes that were or may have been completed. */
    long leakedHandshakes() {
        return answers.leaked();
    }
}
