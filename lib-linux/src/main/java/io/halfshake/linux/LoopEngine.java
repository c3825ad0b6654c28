package io.halfshake.linux;

import io.halfshake.Handshake;
import io.halfshake.spi.Engine;
import io.halfshake.spi.Probe;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An engine that is driven by event loops, whatever it sends. */
class LoopEngine implements Engine {
    private static final long CLOSE_WAIT_SECONDS = 5;

    private final String name;
    private final List<CheckingLoop> loops;
    private final int capacity;
    private final Runnable endLoops;
    private final AtomicInteger next = new AtomicInteger();

    /** {@code endLoops} ends the event loops, if they are ours to end. */
    LoopEngine(String name, List<? extends CheckingLoop> loops, int capacity, Runnable endLoops) {
        this.name = name;
        this.loops = List.copyOf(loops);
        this.capacity = capacity;
        this.endLoops = endLoops;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Handshake handshake() {
        return Handshake.HALF;
    }

    @Override
    public final int capacity() {
        return capacity;
    }

    @Override
    public final void start(Probe probe) {
        CheckingLoop loop =
                loops.size() == 1 ? loops.get(0) : loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
        Question question = loop.question(probe);
        probe.attach(question);
        loop.ask(question);
    }

    @Override
    public final void expire(Probe probe) {
        order(probe, Question.Order.EXPIRE);
    }

    @Override
    public final void cancel(Probe probe) {
        order(probe, Question.Order.CANCEL);
    }

    private static void order(Probe probe, Question.Order order) {
        if (probe.attachment() instanceof Question question) {
            question.order = order;
            question.loop.obey(question);
        }
    }

    @Override
    public final void close() {
        loops.forEach(LoopEngine::close);
        endLoops.run();
    }

    static void close(CheckingLoop loop) {
        Future<?> closed = loop.close();
        if (!loop.isOwnThread()) {
            closed.awaitUninterruptibly(CLOSE_WAIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public final long leakedHandshakes() {
        return loops.stream().mapToLong(CheckingLoop::leakedHandshakes).sum();
    }

    @Override
    public final long longestAnswerWaitNanos() {
        int millis = loops.stream()
                .mapToInt(CheckingLoop::longestAnswerWaitMillis)
                .max()
                .orElse(0);
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
