package io.halfshake.cli.terminal;

import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines on a thread of its own, which exists while there are some. Where standard error is a pipe that is not
 * read, a write does not return, and would stop whatever logs: checks above all.
 */
final class LogWriter {
    /** Some megabytes. Further ones are dropped. */
    static final int MAX_WAITING = 10_000;

    private final PrintStream to;
    private final UnaryOperator<String> warning;
    private final Deque<String> waiting = new ArrayDeque<>(MAX_WAITING + 1);
    private int dropped;
    private boolean writing;

    /**
     * Of a log.
     *
     * @param warning makes a line of that log
     */
    LogWriter(PrintStream to, UnaryOperator<String> warning) {
        this.to = to;
        this.warning = warning;
    }

    /** Returns at once. */
    synchronized void add(String line) {
        if (waiting.size() >= MAX_WAITING) {
            dropped++;
            return;
        }
        addDropped();
        waiting.add(line);
        if (!writing) {
            start();
        }
    }

    /** Before the next line, how many are missing there. */
    private void addDropped() {
        if (dropped > 0) {
            waiting.add(warning.apply(dropped + (dropped == 1 ? " line was" : " lines were")
                    + " not logged, since standard error was not read"));
            dropped = 0;
        }
    }

    private void start() {
        try {
            Thread thread = new Thread(this::write, "halfshake-log");
            thread.setDaemon(true);
            writing = true;
            thread.start();
        } catch (OutOfMemoryError e) {
            // There is no thread. The next line tries again, and this one comes before it.
            writing = false;
        }
    }

    private void write() {
        boolean done = false;
        try {
            for (String next = next(); next != null; next = next()) {
                to.println(next);
            }
            done = true;
        } finally {
            if (!done) {
                ended();
            }
        }
    }

    private synchronized @Nullable String next() {
        if (waiting.isEmpty()) {
            addDropped();
        }
        String next = waiting.poll();
        if (next == null) {
            ended();
        }
        return next;
    }

    private synchronized void ended() {
        writing = false;
        notifyAll();
    }

    /** Waits until all lines are written, no longer than this. False if some may be left. */
    synchronized boolean flush(long nanos) {
        long end = System.nanoTime() + nanos;
        if (!writing && !waiting.isEmpty()) {
            start();
        }
        try {
            for (long left = nanos; writing && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !writing && waiting.isEmpty();
    }
}
