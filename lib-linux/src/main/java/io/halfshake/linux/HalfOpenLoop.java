package io.halfshake.linux;

import io.halfshake.UnknownReason;
import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import io.netty.channel.IoEventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
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
    private final ConcurrentLinkedQueue<Question> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean awake = new AtomicBoolean();
    private final ArrayDeque<Question> finished = new ArrayDeque<>();
    private final NativeMemory address = new NativeMemory(SocketAddresses.LONGEST);
    private final Runnable readInbox = this::readInbox;
    private final Runnable handOver = this::handOver;
    private final Runnable nextBurst = this::nextBurst;
    private int sincePoll;
    private boolean waitingForPoll;
    private boolean trimming;
    private boolean closed;

    HalfOpenLoop(IoEventLoop eventLoop, SystemCalls calls, SocketFactory factory) {
        this.eventLoop = eventLoop;
        this.calls = calls;
        this.pool = new SocketPool(this, eventLoop, calls, factory);
        this.answers = new Answers(calls);
    }

    /** Any thread: something is to be done about a question. */
    void post(Question question) {
        inbox.add(question);
        if (!awake.get() && awake.compareAndSet(false, true)) {
            eventLoop.execute(readInbox);
        }
    }

    private void readInbox() {
        awake.set(false);
        while (!waitingForPoll) {
            Question question = inbox.poll();
            if (question == null) {
                return;
            }
            attend(question);
            if (++sincePoll >= BURST) {
                waitingForPoll = true;
                // A task that is due at once still runs only after the loop has polled.
                Future<?> unused = eventLoop.schedule(nextBurst, 0, TimeUnit.NANOSECONDS);
            }
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
                case ASKED -> obey(question);
                case OVER -> {}
            }
        } catch (RuntimeException | Error e) {
            fail(question, e);
        }
    }

    private void begin(Question question) {
        if (closed || question.order != Question.Order.NONE) {
            finish(question, closed ? answers.closed() : answers.neverSent());
            return;
        }
        Probe probe = question.probe;
        HalfOpenSocket socket;
        try {
            socket = pool.take(SocketAddresses.family(probe.address().getAddress()));
        } catch (SystemCallException e) {
            finish(question, answers.atOnce(e));
            return;
        }
        int length = SocketAddresses.write(probe.address(), address);
        question.socket = socket;
        question.state = Question.State.ASKED;
        question.sentAt = System.nanoTime();
        socket.question = question;
        probe.sent(question.sentAt);
        int result = calls.connect(socket.descriptor, address, length);
        if (result < 0 && result != -Errno.EINPROGRESS.number && result != -Errno.EINTR.number) {
            end(question, socket, answers.atOnce(new SystemCallException("connect(2)", -result)));
        }
        if (!trimming) {
            trimming = true;
            Future<?> unused = eventLoop.schedule(this::trim, TRIM_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void obey(Question question) {
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
        if (question == null) {
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

    private void end(Question question, HalfOpenSocket socket, Outcome outcome) {
        socket.question = null;
        question.socket = null;
        pool.reset(socket);
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
        if (finished.isEmpty()) {
            eventLoop.execute(handOver);
        }
        finished.add(question);
    }

    private void handOver() {
        // What a result sets off may finish more: those go with the next task.
        for (int left = finished.size(); left > 0; left--) {
            Question question = finished.remove();
            Outcome outcome = question.outcome;
            if (outcome != null) {
                question.probe.complete(outcome);
            }
        }
        if (!finished.isEmpty()) {
            eventLoop.execute(handOver);
        }
    }

    private void trim() {
        trimming = pool.trim() && !closed;
        if (trimming) {
            Future<?> unused = eventLoop.schedule(this::trim, TRIM_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** On the loop's thread: the event loop closes a socket. */
    void discard(HalfOpenSocket socket) {
        Question question = socket.question;
        if (question != null) {
            socket.question = null;
            question.socket = null;
        }
        pool.discard(socket);
    }

    /** Any thread: closes every socket. */
    Future<?> close() {
        return eventLoop.submit(() -> {
            closed = true;
            pool.closeAll();
        });
    }

    boolean isOwnThread() {
        return eventLoop.inEventLoop();
    }

    /** The longest that an answer has waited for its reset, in milliseconds, since the loop was made. */
    int longestAnswerWaitMillis() {
        return answers.longestWaitMillis();
    }
}
