package io.halfshake.monitor;

import io.halfshake.DownReason;
import io.halfshake.internal.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a target was down, within known bounds, and when it was not observed. Immutable: the history as of one moment.
 *
 * <p>A check's answer is taken to hold until the next check was due. Time is <em>unobserved</em> from when a check was
 * due, and was not made or could not tell, or was {@linkplain TargetStatus#lastHeld held}, until the next conclusive
 * answer, and for as long as this process was stalled. Unobserved time is neither up nor down.
 *
 * <p>An outage is what {@code rise} and {@code fall} make of the answers: too few Down results in a row are none, and
 * too few Up results do not end it. Until a row of Down results is decided either way, its time is not counted as up in
 * the lower bound, nor as down in the upper one.
 *
 * <p>Moments are computed back from the wall clock at {@link #asOf()}: the same one differs a little from copy to copy,
 * and by more if that clock was set.
 *
 * <p>The latest {@value #MAX_OUTAGES} outages and {@value #MAX_SPANS} unobserved spans are kept one by one, of the
 * older ones the totals. Of a target that was {@linkplain Monitor#adopt adopted}, the totals and the outage that was
 * open are those of its checkpoint: spans and availability begin with the last check before.
 */
public final class OutageHistory {
    static final int MAX_OUTAGES = 50;
    static final int MAX_SPANS = 50;

    private final Contents kept;

    /** Nothing in the contents may change any more. */
    OutageHistory(Contents kept) {
        this.kept = kept;
    }

    /**
     * A stretch of time.
     *
     * @param from its first moment
     * @param to its last
     */
    public record TimeSpan(Instant from, Instant to) {
        /**
         * How long it is.
         *
         * @return zero or more
         */
        public Duration length() {
            return Duration.between(from, to);
        }
    }

    /**
     * All outages of a target together.
     *
     * @param outages how many, one that goes on included
     * @param shortest the sum of the least time for which the target was down in each, without what was not observed
     * @param longest the sum of the most time that each lasted
     */
    public record DowntimeTotal(long outages, Duration shortest, Duration longest) {}

    /**
     * The part of a time for which a target was up. The time between the bounds of outages, and spans that were not
     * observed, count as down in the lower bound and as up in the upper one.
     *
     * @param from where the time begins: later than asked for, if the target was not monitored yet or its older outages
     *     are not known one by one
     * @param to where it ends
     * @param lower 0 to 1; {@link Double#NaN} where the time is empty
     * @param upper {@code lower} to 1; {@link Double#NaN} where the time is empty
     */
    public record UptimeRange(Instant from, Instant to, double lower, double upper) {}

    /**
     * The moment, and what the target knows of it. Times are nanoseconds since the monitor was built, and
     * {@link TimeSpans#NEVER} where there is none.
     *
     * @param observedFrom when the first conclusive check was started, wherever that was
     * @param lastBadAsked when the last Down check was started
     * @param unobservedSince since when the target is unobserved, if it is
     * @param doubtedSince of a target that is up, the start of the last Up check, if Down results followed
     * @param stalls when the whole process was stalled
     */
    record Moment(
            String target,
            ClockSample clock,
            long observedFrom,
            long lastBadAsked,
            long unobservedSince,
            long doubtedSince,
            TimeSpans stalls) {}

    /** What else is known of an outage, with how much of its time was not observed. */
    record Note(boolean beganUnseen, DownReason reason, long unobserved) {}

    /** What was recorded: the bounds of each outage's begin and end, and the totals. */
    record Contents(
            Moment moment,
            TimeSpans began,
            TimeSpans ended,
            List<Note> notes,
            boolean open,
            long outageCount,
            long shortest,
            long longest,
            Histogram lengths,
            TimeSpans ownUnobserved,
            long unobservedDropped) {

        static Contents none(Moment moment) {
            TimeSpans no = new TimeSpans();
            return new Contents(moment, no, no, List.of(), false, 0, 0, 0, new Histogram(), no, 0);
        }
    }

    private long now() {
        return kept.moment.clock().nanos();
    }

    private Instant instant(long nanos) {
        return kept.moment.clock().instant(nanos);
    }

    /**
     * The target whose history this is.
     *
     * @return as it was added
     */
    public String target() {
        return kept.moment.target();
    }

    /**
     * When the first conclusive check was started: of a target that was adopted, as its checkpoint tells.
     *
     * @return null if there was none
     */
    public @Nullable Instant observedFrom() {
        long from = kept.moment.observedFrom();
        return from == TimeSpans.NEVER ? null : instant(from);
    }

    /**
     * The moment of this copy.
     *
     * @return later than everything in it
     */
    public Instant asOf() {
        return instant(now());
    }

    /**
     * The outages that are kept one by one.
     *
     * @return oldest first; one that goes on is the last
     */
    public List<Outage> outages() {
        List<Outage> all = new ArrayList<>();
        int count = kept.began.count();
        for (int i = 0; i < count; i++) {
            all.add(new Outage(
                    new TimeBounds(instant(kept.began.from(i)), instant(kept.began.to(i))),
                    new TimeBounds(instant(kept.ended.from(i)), instant(kept.ended.to(i))),
                    kept.open && i == count - 1,
                    kept.notes.get(i).beganUnseen(),
                    kept.notes.get(i).reason(),
                    Duration.ofNanos(kept.notes.get(i).unobserved())));
        }
        return List.copyOf(all);
    }

    /**
     * The outage that goes on.
     *
     * @return null if no check has found the target down, or it is up again
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
        return new DowntimeTotal(kept.outageCount, Duration.ofNanos(kept.shortest), Duration.ofNanos(kept.longest));
    }

    /**
     * How long outages lasted, all of them but one that goes on: each with the middle between its shortest and longest.
     *
     * @return empty if none has ended
     */
    public RoundTripPercentiles outageLengths() {
        return new RoundTripPercentiles(kept.lengths);
    }

    private TimeSpans unobserved(long from) {
        TimeSpans all = kept.ownUnobserved.copy();
        all.addAll(kept.moment.stalls());
        long since = kept.moment.unobservedSince();
        if (since != TimeSpans.NEVER) {
            all.add(since, now());
        }
        return all.merged(from, now());
    }

    /**
     * The spans in which the target was not observed, from the first conclusive check on.
     *
     * @return oldest first, without overlaps
     */
    public List<TimeSpan> unobserved() {
        List<TimeSpan> spans = new ArrayList<>();
        if (isObserved()) {
            TimeSpans merged = unobserved(spansKnownFrom());
            for (int i = 0; i < merged.count(); i++) {
                spans.add(new TimeSpan(instant(merged.from(i)), instant(merged.to(i))));
            }
        }
        return List.copyOf(spans);
    }

    /**
     * How long the target was not observed, in all.
     *
     * @return zero or more
     */
    public Duration unobservedTotal() {
        if (!isObserved()) {
            return Duration.ZERO;
        }
        return Duration.ofNanos(
                kept.unobservedDropped + unobserved(spansKnownFrom()).length());
    }

    private boolean isObserved() {
        return kept.moment.observedFrom() != TimeSpans.NEVER;
    }

    /**
     * From when on the target's own unobserved spans are known one by one. A stall before is in those that were
     * dropped, as far as it kept this target from being checked, or was a stall of this process while the target was
     * monitored by another.
     */
    private long spansKnownFrom() {
        return Math.max(kept.moment.observedFrom(), kept.ownUnobserved.droppedTo());
    }

    /** From when on everything is known one by one. */
    private long knownFrom() {
        long dropped = Math.max(kept.ended.droppedTo(), kept.moment.stalls().droppedTo());
        return Math.max(spansKnownFrom(), dropped);
    }

    /**
     * The part of the latest time for which the target was up.
     *
     * @param window how far to look back from {@link #asOf()}, more than zero
     * @return with the time that it is about
     * @throws IllegalArgumentException if the window is not more than zero
     */
    public UptimeRange availability(Duration window) {
        Durations.requirePositive("window", window);
        if (!isObserved()) {
            return new UptimeRange(asOf(), asOf(), Double.NaN, Double.NaN);
        }
        long from = Math.max(now() - Durations.nanos(window), knownFrom());
        TimeSpans unobserved = unobserved(from);
        TimeSpans surelyDown = new TimeSpans();
        TimeSpans notSurelyUp = unobserved.copy();
        for (int i = 0; i < kept.began.count(); i++) {
            surelyDown.add(kept.began.to(i), kept.ended.from(i));
            notSurelyUp.add(kept.began.from(i), kept.ended.to(i));
        }
        if (kept.moment.doubtedSince() != TimeSpans.NEVER) {
            notSurelyUp.add(kept.moment.doubtedSince(), now());
        }
        TimeSpans down = surelyDown.merged(from, now());
        double length = now() - from;
        double lower = 1 - notSurelyUp.merged(from, now()).length() / length;
        double upper = 1 - (down.length() - down.overlap(unobserved)) / length;
        return new UptimeRange(instant(from), asOf(), lower, upper);
    }

    @Override
    public String toString() {
        DowntimeTotal total = downtime();
        return "OutageHistory[outages=" + total.outages() + ", downtime=" + total.shortest() + " to " + total.longest()
                + ", asOf=" + asOf() + "]";
    }
}
