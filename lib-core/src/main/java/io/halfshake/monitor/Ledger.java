package io.halfshake.monitor;

import io.halfshake.internal.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a target was down, as far as anybody can know, and when nobody looked. Immutable: the books as of one moment.
 *
 * <p>A check's answer is taken to hold until the next check was due. Time is <em>unobserved</em> from when a check was
 * due, and was not made or could not tell, until the next conclusive answer, and for as long as this process stood
 * still. Unobserved time is neither up nor down.
 *
 * <p>An outage is what {@code rise} and {@code fall} make of the answers: too few bad ones in a row are none, and too
 * few good ones do not end it. Until a row of bad answers is decided either way, its time is surely neither.
 *
 * <p>Moments are reckoned back from what the clock on the wall said at {@link #asOf()}: the same one differs a little
 * from copy to copy, and by more if somebody set that clock.
 *
 * <p>The latest {@value Books#MOST_OUTAGES} outages and {@value Books#MOST_SPANS} unobserved spans are kept one by one,
 * of the older ones the totals.
 */
public final class Ledger {
    private final BookCopy copy;

    Ledger(BookCopy copy) {
        this.copy = copy;
    }

    /**
     * The target these are the books of.
     *
     * @return as it was added
     */
    public String target() {
        return copy.target();
    }

    /**
     * When the first check was asked that could tell.
     *
     * @return null if none has yet
     */
    public @Nullable Instant observedFrom() {
        return copy.observedFrom() < 0 ? null : copy.instant(copy.observedFrom());
    }

    /**
     * The moment of these books.
     *
     * @return later than everything in them
     */
    public Instant asOf() {
        return copy.instant(copy.now());
    }

    /**
     * The outages that are kept one by one.
     *
     * @return oldest first; one that goes on is the last
     */
    public List<Outage> outages() {
        return copy.outages();
    }

    /**
     * The outage that goes on.
     *
     * @return null if no check has found the target down, or it has come back
     */
    public @Nullable Outage current() {
        List<Outage> all = outages();
        Outage last = all.isEmpty() ? null : all.get(all.size() - 1);
        return last != null && last.ongoing() ? last : null;
    }

    /**
     * All outages together, those no longer kept one by one included.
     *
     * @return zeros if there was none
     */
    public DowntimeTotal downtime() {
        return copy.downtime();
    }

    /**
     * How long outages lasted, all of them but one that goes on: each with the middle between its shortest and longest.
     *
     * @return empty if none has ended
     */
    public Percentiles outageLengths() {
        return new Percentiles(copy.lengths());
    }

    /**
     * The spans in which nobody looked, from the first conclusive check on.
     *
     * @return oldest first, apart from each other
     */
    public List<Span> unobserved() {
        return copy.unobservedSpans();
    }

    /**
     * How long nobody looked, in all.
     *
     * @return zero or more
     */
    public Duration unobservedTotal() {
        return copy.unobservedTotal();
    }

    /**
     * The part of the latest time for which the target was up.
     *
     * @param window how far to look back from {@link #asOf()}, more than zero
     * @return with the time it is really about
     * @throws IllegalArgumentException if the window is not more than zero
     */
    public Availability availability(Duration window) {
        Durations.requirePositive("window", window);
        return copy.availability(Durations.nanos(window));
    }

    /**
     * The books as a JSON object on one line.
     *
     * @return times as in ISO 8601, durations in whole nanoseconds
     */
    public String toJson() {
        return Json.of(this);
    }

    /** As {@link #toJson()}. */
    @Override
    public String toString() {
        return toJson();
    }
}
