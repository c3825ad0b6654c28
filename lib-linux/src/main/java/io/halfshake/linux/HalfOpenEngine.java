package io.halfshake.linux;

import io.halfshake.Handshake;
import io.halfshake.spi.Engine;
import io.halfshake.spi.Probe;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** SYN, SYN-ACK, RST from kernel sockets, driven by event loops. */
final class HalfOpenEngine implements Engine {
    private static final long CLOSE_WAIT_SECONDS = 5;

    private final List<HalfOpenLoop> loops;
    private final int capacity;
    private final Runnable endLoops;
    private final AtomicInteger next = new AtomicInteger();

    /** {@code endLoops} ends the event loops, if they are ours to end. */
    HalfOpenEngine(List<HalfOpenLoop> loops, int capacity, Runnable endLoops) {
        this.loops = loops;
        this.capacity = capacity;
        this.endLoops = endLoops;
    }

    @Override
    public String name() {
        return HalfOpenProvider.NAME;
    }

    @Override
    public Handshake handshake() {
        return Handshake.HALF;
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public void start(Probe probe) {
        HalfOpenLoop loop =
                loops.size() == 1 ? loops.get(0) : loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
        Question question = new Question(probe, loop);
        probe.attach(question);
        loop.ask(question);
    }

    @Override
    public void expire(Probe probe) {
        order(probe, Question.Order.EXPIRE);
    }

    @Override
    public void cancel(Probe probe) {
        order(probe, Question.Order.CANCEL);
    }

    private static void order(Probe probe, Question.Order order) {
        if (probe.attachment() instanceof Question question) {
            question.order = order;
            question.loop.obey(question);
        }
    }

    @Override
    public void close() {
        loops.forEach(HalfOpenEngine::close);
        endLoops.run();
    }

    private static void close(HalfOpenLoop loop) {
        try {
            Future<?> closed = loop.close();
            if (!loop.isOwnThread()) {
                closed.awaitUninterruptibly(CLOSE_WAIT_SECONDS, TimeUnit.SECONDS);
            }
        } catch (RejectedExecutionException e) {
            // The user's event loop is gone, and closed the sockets that were registered with it as it went.
            return;
        }
    }

    @Override
    public long leakedHandshakes() {
        return loops.stream().mapToLong(HalfOpenLoop::leakedHandshakes).sum();
    }

    @Override
    public long longestAnswerWaitNanos() {
        int millis = loops.stream()
                .mapToInt(HalfOpenLoop::longestAnswerWaitMillis)
                .max()
                .orElse(0);
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
