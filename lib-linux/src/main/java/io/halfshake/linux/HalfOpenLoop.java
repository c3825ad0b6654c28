package io.halfshake.linux;

import io.halfshake.DownReason;
import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import io.netty.channel.IoEventLoop;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The checking loop of kernel sockets: one event loop's sockets and what they ask.
 *
 * <p>An event is a hint, never an answer. What a socket has to say is read from the socket itself, so that an event
 * meant for an earlier check can do no harm. An answered socket is reset as soon as it has been read.
 */
final class HalfOpenLoop extends CheckingLoop {
    private static final long TRIM_SECONDS = 10;

    private final SystemCalls calls;
    private final SocketPool pool;
    private final Answers answers;
    private final WayOut wayOut;
    private final NativeMemory address = new NativeMemory(SocketAddresses.LONGEST);
    private final @Nullable RouteChanges changes;
    private final ArrayDeque<HalfOpenQuestion> expiring = new ArrayDeque<>();
    private boolean listening;
    private boolean trimming;
    private boolean cleaning;

    HalfOpenLoop(IoEventLoop eventLoop, SystemCalls calls, SocketFactory factory, int mostOpen) {
        super(HalfOpenProvider.NAME, eventLoop);
        this.calls = calls;
        this.pool = new SocketPool(this, eventLoop, calls, factory, mostOpen);
        this.changes = RouteChanges.listen(calls, () -> {});
        this.answers = new Answers(calls, changes);
        this.wayOut = new WayOut(HalfOpenProvider.NAME, calls, factory.options());
    }

    @Override
    Question question(Probe probe) {
        return new HalfOpenQuestion(probe, this);
    }

    void begin(HalfOpenQuestion question) {
        if (changes != null && !listening) {
            listening = true;
            changes.register(eventLoop);
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

    private int connect(HalfOpenQuestion question, HalfOpenSocket socket) {
        int length = SocketAddresses.write(question.probe.address(), address);
        question.socket = socket;
        question.state = Question.State.ASKED;
        question.sentAt = System.nanoTime();
        socket.askedAt = question.sentAt;
        socket.question = question;
        return calls.connect(socket.descriptor, address, length);
    }

    void lookLast(HalfOpenQuestion question) {
        expiring.addLast(question);
    }

    @Override
    void lookLast() {
        if (!expiring.isEmpty() && changes != null) {
            changes.read();
        }
        for (HalfOpenQuestion question = expiring.poll(); question != null; question = expiring.poll()) {
            HalfOpenSocket socket = question.socket;
            if (socket != null) {
                lookLast(question, socket);
            }
        }
        cleanSoon();
    }

    /** At the deadline the socket is asked once more: what has arrived counts. */
    private void lookLast(HalfOpenQuestion question, HalfOpenSocket socket) {
        try {
            Outcome outcome = answers.read(socket, question);
            if (outcome == null) {
                end(question, socket, answers.silent(), question.mayHaveLostItsWay(changes));
            } else {
                end(question, socket, outcome);
            }
        } catch (RuntimeException | Error e) {
            fail(question, e);
        }
    }

    /** A socket may have something to say. */
    void ready(HalfOpenSocket socket) {
        HalfOpenQuestion question = socket.question;
        if (!socket.isOpen) {
            return;
        }
        if (question == null) {
            if (socket.isSpent) {
                // An answer after the deadline: reset as promptly as one in time.
                pool.clean(socket, true);
            }
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

    private void end(HalfOpenQuestion question, HalfOpenSocket socket, Outcome found) {
        end(question, socket, found, true);
    }

    private void end(HalfOpenQuestion question, HalfOpenSocket socket, Outcome found, boolean mayBeLost) {
        Outcome outcome = wayOut.orTrouble(found, socket, question.probe.address(), mayBeLost);
        if (question.localErrno != 0 && isSilence(outcome)) {
            // The way is back, but what was to leave by it may not have left.
            SystemCallException trouble = new SystemCallException("connect(2)", question.localErrno);
            outcome = ConnectErrors.gone(
                    HalfOpenProvider.NAME, trouble, outcome.evidence().syns());
        }
        socket.question = null;
        question.socket = null;
        if (outcome instanceof Outcome.Silent) {
            // Nothing has come that would have to be reset, and others may be waiting for their verdicts.
            pool.spend(socket, question.probe.address().getAddress());
            finish(question, outcome);
        } else {
            pool.reset(socket, question.probe.address().getAddress());
            finish(question, answers.afterReset(outcome));
        }
    }

    /** The kernel may have given up before the deadline. */
    private static boolean isSilence(Outcome outcome) {
        return outcome instanceof Outcome.Silent
                || (outcome instanceof Outcome.Denied denied && denied.reason() == DownReason.TIMED_OUT);
    }

    /** An answer may have come to a check that is over. */
    void readLate(HalfOpenSocket socket) {
        answers.readLate(socket);
    }

    /** That socket has been reset by now. */
    void afterLateReset() {
        answers.afterLateReset();
    }

    private void cleanSoon() {
        if (!cleaning && pool.hasSpent()) {
            schedule(this::cleanSome, 0, TimeUnit.NANOSECONDS);
            cleaning = true;
        }
    }

    private void cleanSome() {
        cleaning = false;
        if (!isClosed()) {
            pool.cleanSome(BURST);
            cleanSoon();
        }
    }

    void abandon(HalfOpenQuestion question) {
        HalfOpenSocket socket = question.socket;
        if (socket != null) {
            socket.question = null;
            question.socket = null;
            pool.discard(socket);
        }
    }

    private void lookAgain() {
        if (!isClosed() && pool.trimSome(BURST)) {
            schedule(this::lookAgain, 0, TimeUnit.NANOSECONDS);
            return;
        }
        trimming = !isClosed() && pool.lookAgain();
        if (trimming) {
            schedule(this::lookAgain, TRIM_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** On the loop's thread: the event loop is shutting down. */
    void closedByEventLoop(HalfOpenSocket socket) {
        closedByEventLoop();
        release(socket);
    }

    /** Closes a socket and ends what it was asking: nothing may touch its descriptor any more. */
    private void release(HalfOpenSocket socket) {
        HalfOpenQuestion question = socket.question;
        socket.question = null;
        pool.discard(socket);
        if (question != null) {
            question.socket = null;
            finish(question, gone());
        }
    }

    @Override
    boolean releaseSome(int most) {
        if (changes != null) {
            changes.close();
        }
        for (int i = 0; i < most; i++) {
            HalfOpenSocket socket = pool.anyOpen();
            if (socket == null) {
                return true;
            }
            release(socket);
        }
        return false;
    }

    @Override
    int longestAnswerWaitMillis() {
        return answers.longestWaitMillis();
    }

    @Override
    long leakedHandshakes() {
        return answers.leaked();
    }
}
