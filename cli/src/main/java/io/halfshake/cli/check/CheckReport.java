package io.halfshake.cli.check;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.cli.command.Environment;
import io.halfshake.cli.command.ExitStatus;
import io.halfshake.cli.targets.LineErrors;
import io.halfshake.cli.terminal.Output;
import io.halfshake.cli.terminal.OutputException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The output of a run of several checks. One lock guards all of it: results come from the checking thread, the refresh
 * timer flushes and redraws, and an interrupt ends it.
 */
final class CheckReport {
    /** A blocked reader of standard output must not prevent Ctrl-C from ending the process. */
    private static final long LOCK_TIMEOUT_NANOS = 500_000_000;

    /** Fair: results follow each other so closely that an interrupt might never get it. */
    private final ReentrantLock lock = new ReentrantLock(true);

    private final ResultCounts counts = new ResultCounts();
    private final RoundTrips roundTrips = new RoundTrips();
    private final Checker checker;
    private final Output output;
    private final PrintStream stderr;
    private final LongSupplier nanoTime;
    private final BooleanSupplier stdoutClosed;
    private final ReportSettings settings;
    private final StatusLine statusLine;
    private final long start;
    private final LineErrors badLines;
    private boolean ended;
    private @Nullable OutputException outputFailure;

    CheckReport(Checker checker, ReportSettings settings, Environment environment) {
        this.checker = checker;
        this.settings = settings;
        this.stderr = environment.stderr();
        this.nanoTime = environment.nanoTime();
        this.stdoutClosed = environment.stdoutClosed();
        this.start = nanoTime.getAsLong();
        this.output = new Output(environment.stdout(), start);
        this.badLines = new LineErrors(stderr);
        this.statusLine = new StatusLine(stderr, start, settings.total());
    }

    /**
     * Counts and writes a result.
     *
     * @throws OutputException if standard output is closed
     */
    void result(CheckResult result) {
        lock.lock();
        try {
            requireOutput();
            if (ended) {
                return;
            }
            counts.add(result);
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
        if (output.wouldFlush(line, now)) {
            statusLine.erase();
        }
        output.line(line, now);
    }

    /** Reports an invalid line of a file. */
    void badLine(String text) {
        lock.lock();
        try {
            statusLine.erase();
            badLines.add(text);
        } finally {
            lock.unlock();
        }
    }

    /** The file has no more lines. */
    void endOfLines() {
        lock.lock();
        try {
            statusLine.erase();
            badLines.finish();
        } finally {
            lock.unlock();
        }
    }

    long badLines() {
        return badLines.count();
    }

    /** To be called several times a second: writes buffered lines, and redraws the status line. */
    void refresh() {
        lock.lock();
        try {
            if (ended || outputFailure != null) {
                return;
            }
            if (stdoutClosed.getAsBoolean()) {
                throw OutputException.closedPipe();
            }
            long now = nanoTime.getAsLong();
            if (output.hasPending()) {
                statusLine.erase();
                output.flush(now);
            }
            if (settings.statusLine()) {
                statusLine.redraw(counts, now);
            }
        } catch (OutputException e) {
            // Reported to the checking thread, which can stop the run.
            outputFailure = e;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes the rest and the summary.
     *
     * @return the exit status
     * @throws OutputException if standard output is closed
     */
    int finish() {
        lock.lock();
        try {
            requireOutput();
            if (ended) {
                return counts.exitStatus();
            }
            ended = true;
            statusLine.erase();
            badLines.finish();
            if (settings.summary() == ReportSettings.SummaryTo.STDOUT) {
                String separator = settings.format() == null || counts.checks() == 0 ? "" : "\n";
                output.line((separator + summary(true)).getBytes(StandardCharsets.UTF_8), nanoTime.getAsLong());
            }
            output.flush(nanoTime.getAsLong());
            if (settings.summary() == ReportSettings.SummaryTo.STDERR) {
                stderr.print(summary(true));
                stderr.flush();
            }
            return badLines.count() > 0 ? ExitStatus.ERROR : counts.exitStatus();
        } finally {
            lock.unlock();
        }
    }

    /** The run is interrupted: writes complete lines and the summary so far, then nothing more. */
    void interrupted() {
        boolean locked = false;
        try {
            locked = lock.tryLock(LOCK_TIMEOUT_NANOS, TimeUnit.NANOSECONDS);
            if (ended) {
                return;
            }
            if (locked) {
                ended = true;
                finalFlush();
            }
            stderr.print((settings.statusLine() ? "\n" : "") + summary(false));
            stderr.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (locked) {
                lock.unlock();
            }
        }
    }

    private void finalFlush() {
        statusLine.erase();
        try {
            output.flush(nanoTime.getAsLong());
        } catch (OutputException e) {
            // In a pipeline, Ctrl-C ends the reader too. The summary goes to standard error.
        }
    }

    private void requireOutput() {
        if (outputFailure != null) {
            throw outputFailure;
        }
    }

    private String summary(boolean complete) {
        long nanos = nanoTime.getAsLong() - start;
        long completed = checker.stats().completedHandshakes();
        return Summary.of(counts, roundTrips, badLines.count(), nanos, complete, checker.engine(), completed);
    }
}
