package io.halfshake.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Limits how many commands of one kind are on their way to the log. A command that the log does not answer in time is
 * taken for lost, so that none holds up the others for good. After that, and after one that failed, there is one at a
 * time and at longer intervals, until the log has accepted one: a log that takes commands and never answers is given
 * few.
 *
 * <p>For one thread at a time. Moments are in nanoseconds of this member's monotonic clock.
 */
final class Lane {
    private static final long MIN_LIMIT = Duration.ofSeconds(2).toNanos();
    private static final long MAX_LIMIT = Duration.ofSeconds(4).toNanos();
    private static final long MIN_PAUSE = Duration.ofMillis(250).toNanos();
    private static final long MAX_PAUSE = Duration.ofSeconds(2).toNanos();
    private static final int MAX_DOUBLINGS = 10;

    private final int most;
    private final List<Flight> flights = new ArrayList<>();

    /** In a row, or taken for lost. */
    private int failures;

    /** After a failure. */
    private long pausedUntil;

    private boolean isPaused;

    /**
     * A lane without commands.
     *
     * @param most how many may be on their way
     */
    Lane(int most) {
        this.most = most;
    }

    boolean isFree(long nanos) {
        if (flights.removeIf(flight -> flight.isOver(nanos))) {
            failures++;
        }
        if (isPaused && nanos - pausedUntil >= 0) {
            isPaused = false;
        }
        return !isPaused && flights.size() < (failures == 0 ? most : 1);
    }

    /** A command is proposed now. */
    Flight open(long nanos) {
        Flight flight = new Flight(nanos + grown(MIN_LIMIT, failures, MAX_LIMIT));
        flights.add(flight);
        return flight;
    }

    /** There was nothing to propose. */
    void close(Flight flight) {
        flights.remove(flight);
    }

    /** Also one that was taken for lost: the log answers. */
    void accepted(Flight flight, long nanos) {
        flights.remove(flight);
        flight.accepted(nanos);
        failures = 0;
        isPaused = false;
    }

    void failed(Flight flight, long nanos) {
        flight.failed();
        if (flights.remove(flight)) {
            failures++;
            isPaused = true;
            pausedUntil = nanos + grown(MIN_PAUSE, failures - 1, MAX_PAUSE);
        }
    }

    private static long grown(long least, int doublings, long most) {
        return Math.min(least << Math.min(doublings, MAX_DOUBLINGS), most);
    }
}
