package io.halfshake.cli.watch;

import io.halfshake.cli.command.WatchClock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The findings at the end, read only once, so that all reports of a watch agree. Safe for use by many threads. */
final class EndFindings implements Supplier<WatchFindings> {
    private final WatchClock clock;
    private final Supplier<WatchFindings> source;
    private @Nullable WatchFindings kept;
    private long nanos;

    EndFindings(WatchClock clock, Supplier<WatchFindings> source) {
        this.clock = clock;
        this.source = source;
    }

    @Override
    public synchronized WatchFindings get() {
        WatchFindings findings = kept;
        if (findings == null) {
            nanos = clock.nanoTime();
            findings = source.get();
            kept = findings;
        }
        return findings;
    }

    /** When they were read, on the clock of the monitor. To be called after {@link #get}. */
    synchronized long nanos() {
        return nanos;
    }
}
