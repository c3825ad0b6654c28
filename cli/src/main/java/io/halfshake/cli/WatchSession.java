package io.halfshake.cli;

import io.halfshake.CheckResult;
import io.halfshake.monitor.State;
import io.halfshake.monitor.Transition;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * From the first check to the report. One lock guards the screen and all that is known beside the monitor: the main
 * thread tells what it hears, and an interrupt ends it. The monitor's listeners only leave their news in a queue.
 */
final class WatchSession {
    private static final long PULSE_NANOS = 100_000_000;
    /** So that the lock is free now and then, whatever happens. */
    private static final int MOST_AT_ONCE = 1_000;
    /** Whoever stops reading our output must not keep Ctrl-C from ending the process. */
    private static final long PATIENCE_NANOS = 500_000_000;

    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final ReentrantLock lock = new ReentrantLock();
    private final WatchOptions options;
    private final Surroundings surroundings;
    private final Watchlist watchlist;
    private final WatchScreen screen;
    private final WatchFormat format;
    private final Supplier<WatchFindings> findings;
    private final Goal goal;
    private boolean ended;

    WatchSession(
            WatchOptions options,
            Surroundings surroundings,
            Watchlist watchlist,
            WatchScreen screen,
            WatchFormat format,
            Supplier<WatchFindings> findings) {
        this.options = options;
        this.surroundings = surroundings;
        this.watchlist = watchlist;
        this.screen = screen;
        this.format = format;
        this.findings = findings;
        this.goal = new Goal(options.untilDown(), options.untilUp());
    }

    /**
     * Watches until the goal is met, the time is over, or somebody interrupts.
     *
     * @return the exit status
     * @throws OutputException if standard output is closed
     */
    int watch(BlockingQueue<News> queue) {
        long end = surroundings.nanoTime().getAsLong() + lengthNanos();
        for (long left = lengthNanos(); left > 0 && !isOver(); ) {
            tell(surroundings.watchTime().next(queue, Math.min(left, PULSE_NANOS)), queue);
            left = end - surroundings.nanoTime().getAsLong();
        }
        return finish(queue);
    }

    private long lengthNanos() {
        Duration length = options.length();
        return (length == null || length.compareTo(FOR_EVER) > 0 ? FOR_EVER : length).toNanos();
    }

    private boolean isOver() {
        lock.lock();
        try {
            return ended || goal.isMet();
        } finally {
            lock.unlock();
        }
    }

    private void tell(@Nullable News first, BlockingQueue<News> queue) {
        lock.lock();
        try {
            int told = 0;
            for (News news = first; news != null && !isOver(); news = ++told < MOST_AT_ONCE ? queue.poll() : null) {
                tell(news);
            }
            if (!isOver()) {
                screen.pulse();
            }
        } finally {
            lock.unlock();
        }
    }

    private void tell(News news) {
        Transition transition = news.transition();
        if (transition != null) {
            OutageLength outage = watchlist.get(transition.target()).learn(transition);
            goal.learn(transition);
            if (isNews(transition)) {
                screen.line(format.transition(transition, outage));
            }
        } else if (news.result() instanceof CheckResult.Unknown unknown && !options.quiet()) {
            screen.line(format.unknown(news.at(), unknown));
        }
    }

    private boolean isNews(Transition transition) {
        boolean expected = transition.from() == State.UNKNOWN && transition.to() == State.UP;
        return !options.quiet() && !(expected && screen.showsStates());
    }

    private int finish(BlockingQueue<News> queue) {
        lock.lock();
        try {
            for (News news = queue.poll(); news != null && !isOver(); news = queue.poll()) {
                tell(news);
            }
            WatchFindings found = findings.get();
            if (!ended) {
                ended = true;
                screen.end(format.report(found));
            }
            if (!options.hasGoal() || found.badLines() > 0) {
                return found.exitStatus();
            }
            return goal.isMet() ? ExitStatus.ALL_UP : ExitStatus.SOME_DOWN;
        } finally {
            lock.unlock();
        }
    }

    /** It is being broken off: the report so far, then nothing more. */
    void interrupted() {
        boolean locked = false;
        try {
            locked = lock.tryLock(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
            if (locked && !ended) {
                ended = true;
                screen.end(format.report(findings.get()));
            }
        } catch (OutputException e) {
            // Ctrl-C ended the reader too, as it does in a pipeline.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (locked) {
                lock.unlock();
            }
        }
    }
}
