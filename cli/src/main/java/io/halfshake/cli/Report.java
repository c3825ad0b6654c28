package io.halfshake.cli;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the user sees of a run of several checks. One lock guards all of it: results come from the thread that checks,
 * the pulse flushes and redraws, and an interrupt ends it.
 */
final class Report {
    /** Whoever stops reading our output must not keep Ctrl-C from ending the process. */
    private static final long PATIENCE_NANOS = 500_000_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Tally tally = new Tally();
    private final RoundTrips roundTrips = new RoundTrips();
    private final Checker checker;
    private final Output output;
    private final PrintStream stderr;
    private final LongSupplier nanoTime;
    private final ReportSettings settings;
    private final Progress progress;
    private final long start;
    private long badLines;
    private boolean ended;
    private @Nullable OutputException outputFailure;

    Report(Checker checker, ReportSettings settings, Surroundings surroundings) {
        this.checker = checker;
        this.settings = settings;
        this.stderr = surroundings.stderr();
        this.nanoTime = surroundings.nanoTime();
        this.start = nanoTime.getAsLong();
        this.output = new Output(surroundings.stdout(), start);
        this.progress = new Progress(stderr, start, settings.total());
    }

    /**
     * Counts and writes a result.
     *
     * @throws OutputException if standard output is closed
     */
    void result(CheckResult result) {
        lock.lock();
        try {
            failIfOutputFailed();
            if (ended) {
                return;
            }
            tally.add(result);
            if (result instanceof CheckResult.Up up) {
                roundTrips.add(up.timing().roundTripNanos());
            }
            if (settings.format() != null) {
                write(settings.format().line(result));
            }
        } finally {
            lock.unlock();
        }
    }

    private void write(byte[] line) {
        long now = nanoTime.getAsLong();
        if (output.isDue(line, now)) {
            progress.erase();
        }
        output.line(line, now);
    }

    /** A line of a file that is no target. */
    void badLine(String text) {
        lock.lock();
        try {
            badLines++;
            progress.erase();
            stderr.println("halfshake: " + text);
        } finally {
            lock.unlock();
        }
    }

    long badLines() {
        return badLines;
    }

    /** To be called several times a second: writes what waits, and shows how far the run is. */
    void pulse() {
        lock.lock();
        try {
            if (ended || outputFailure != null) {
                return;
            }
            long now = nanoTime.getAsLong();
            if (output.isPending()) {
                progress.erase();
                output.flush(now);
            }
            if (settings.progress()) {
                progress.redraw(tally, now);
            }
        } catch (OutputException e) {
            // For the thread that checks to find: it can stop the run.
            outputFailure = e;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes the rest, and the summary where it belongs.
     *
     * @return the exit status
     * @throws OutputException if standard output is closed
     */
    int finish() {
        lock.lock();
        try {
            failIfOutputFailed();
            if (ended) {
                return tally.exitStatus();
            }
            ended = true;
            progress.erase();
            if (settings.summary() == ReportSettings.SummaryTo.STDOUT) {
                String separator = settings.format() == null || tally.checks() == 0 ? "" : "\n";
                output.line((separator + summary(true)).getBytes(StandardCharsets.UTF_8), nanoTime.getAsLong());
            }
            output.flush(nanoTime.getAsLong());
            if (settings.summary() == ReportSettings.SummaryTo.STDERR) {
                stderr.print(summary(true));
                stderr.flush();
            }
            return badLines > 0 ? ExitStatus.USAGE : tally.exitStatus();
        } finally {
            lock.unlock();
        }
    }

    /** The run is being broken off: whole lines and the summary so far, then nothing more. */
    void interrupted() {
        boolean locked = false;
        try {
            locked = lock.tryLock(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
            if (ended) {
                return;
            }
            if (locked) {
                ended = true;
                flushForTheLastTime();
            }
            stderr.print((settings.progress() ? "\n" : "") + summary(false));
            stderr.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (locked) {
                lock.unlock();
            }
        }
    }

    private void flushForTheLastTime() {
        progress.erase();
        try {
            output.flush(nanoTime.getAsLong());
        } catch (OutputException e) {
            // Ctrl-C ended the reader too, as it does in a pipeline. The summary is for standard error.
        }
    }

    private void failIfOutputFailed() {
        if (outputFailure != null) {
            throw outputFailure;
        }
    }

    private String summary(boolean whole) {
        long nanos = nanoTime.getAsLong() - start;
        long unkept = checker.stats().unkeptHalfOpen();
        return Summary.of(tally, roundTrips, badLines, nanos, whole, checker.engine(), unkept);
    }
}
