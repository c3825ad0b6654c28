package io.halfshake.cli.watch;

import io.halfshake.cli.command.Environment;
import io.halfshake.cli.command.ExitStatus;
import io.halfshake.cli.terminal.OutputException;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.Transition;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * From the first check to the report. One lock guards the screen and the state beside the monitor: the main thread
 * shows updates, and an interrupt ends the session. The monitor's listener only queues updates. The report for browsers
 * is written before the text, which a reader of standard output may block.
 */
final class WatchSession {
    private static final long REFRESH_NANOS = 100_000_000;
    /** Limits how long the lock is held. */
    private static final int MAX_BATCH = 1_000;
    /** A blocked reader of standard output must not prevent Ctrl-C from ending the process. */
    private static final long LOCK_TIMEOUT_NANOS = 500_000_000;

    private static final Duration MAX_DURATION = Duration.ofDays(36_500);

    /** Fair, so that an interrupt gets it between two turns. */
    private final ReentrantLock lock = new ReentrantLock(true);

    private final WatchOptions options;
    private final Environment environment;
    private final Watchlist watchlist;
    private final WatchScreen screen;
    private final WatchFormat format;
    private final Supplier<WatchFindings> findings;
    private final HtmlReportWriter htmlReport;
    private final StopCondition stopCondition;
    private boolean ended;

    WatchSession(
            WatchOptions options,
            Environment environment,
            Watchlist watchlist,
            WatchScreen screen,
            WatchFormat format,
            Supplier<WatchFindings> findings,
            HtmlReportWriter htmlReport) {
        this.options = options;
        this.environment = environment;
        this.watchlist = watchlist;
        this.screen = screen;
        this.format = format;
        this.findings = findings;
        this.htmlReport = htmlReport;
        this.stopCondition = new StopCondition(options.untilDown(), options.untilUp());
    }

    /**
     * Watches until the stop condition is met, the time is over, or an interrupt.
     *
     * @return the exit status
     * @throws OutputException if standard output is closed
     */
    int watch(BlockingQueue<WatchUpdate> queue) {
        // What the first call has to load, no interrupt has to wait for.
        boolean unused = environment.stdoutClosed().getAsBoolean();
        long end = environment.nanoTime().getAsLong() + durationNanos();
        for (long left = durationNanos(); left > 0 && !isDone(); ) {
            show(environment.watchClock().poll(queue, Math.min(left, REFRESH_NANOS)), queue);
            left = end - environment.nanoTime().getAsLong();
        }
        return finish(queue);
    }

    private long durationNanos() {
        Duration duration = options.duration();
        return (duration == null || duration.compareTo(MAX_DURATION) > 0 ? MAX_DURATION : duration).toNanos();
    }

    private boolean isDone() {
        lock.lock();
        try {
            return ended || stopCondition.isMet();
        } finally {
            lock.unlock();
        }
    }

    private void show(@Nullable WatchUpdate first, BlockingQueue<WatchUpdate> queue) {
        lock.lock();
        try {
            int count = 0;
            for (WatchUpdate update = first;
                    update != null && !isDone();
                    update = ++count < MAX_BATCH ? queue.poll() : null) {
                show(update);
            }
            if (!isDone()) {
                if (environment.stdoutClosed().getAsBoolean()) {
                    throw OutputException.closedPipe();
                }
                screen.refresh();
            }
        } finally {
            lock.unlock();
        }
    }

    private void show(WatchUpdate update) {
        if (update instanceof WatchUpdate.StateChange change) {
            Transition transition = change.transition();
            OutageLength outage = watchlist.get(transition.target()).apply(transition);
            stopCondition.apply(transition);
            if (isShown(transition)) {
                screen.line(format.transition(transition, outage));
            }
        } else if (options.quiet()) {
            return;
        } else if (update instanceof WatchUpdate.FirstUnknown unknown) {
            screen.line(format.unknown(unknown.at(), unknown.result()));
        } else if (update instanceof WatchUpdate.WitnessChange witnesses) {
            screen.line(format.blindness(witnesses.at(), witnesses.blindness()));
        }
    }

    private boolean isShown(Transition transition) {
        boolean expected = transition.from() == TargetState.UNKNOWN && transition.to() == TargetState.UP;
        return !options.quiet() && !(expected && screen.showsStates());
    }

    private int finish(BlockingQueue<WatchUpdate> queue) {
        lock.lock();
        try {
            for (WatchUpdate update = queue.poll(); update != null && !isDone(); update = queue.poll()) {
                show(update);
            }
            if (!ended) {
                end();
            }
            WatchFindings found = findings.get();
            if (!options.hasStopCondition() || found.badLines() > 0) {
                return found.exitStatus();
            }
            return stopCondition.isMet() ? ExitStatus.ALL_UP : ExitStatus.SOME_DOWN;
        } finally {
            lock.unlock();
        }
    }

    /** To be called with the lock held. */
    private void end() {
        ended = true;
        try {
            htmlReport.write();
        } finally {
            screen.end(format.report(findings.get()));
        }
    }

    /** The run is interrupted: writes the reports so far, then nothing more. */
    void interrupted() {
        boolean locked = false;
        try {
            locked = lock.tryLock(LOCK_TIMEOUT_NANOS, TimeUnit.NANOSECONDS);
            if (!locked) {
                htmlReport.write();
                // The other thread may have written that report, and now writes the text.
                locked = lock.tryLock(LOCK_TIMEOUT_NANOS, TimeUnit.NANOSECONDS);
            }
            if (locked && !ended) {
                end();
            }
        } catch (OutputException e) {
            // In a pipeline, Ctrl-C ends the reader too.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (locked) {
                lock.unlock();
            }
        }
    }
}
