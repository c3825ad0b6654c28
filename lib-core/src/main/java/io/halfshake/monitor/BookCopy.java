package io.halfshake.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A target's books as of one moment, and what is reckoned from them. Nothing in it changes any more. */
record BookCopy(
        Now moment,
        Spans began,
        Spans ended,
        List<Books.Note> notes,
        boolean open,
        long outageCount,
        long shortest,
        long longest,
        Histogram lengths,
        Spans ownUnobserved,
        long unobservedDropped) {

    /**
     * The moment, and what the target knows of it.
     *
     * @param observedFrom when the first check was asked that could tell; negative if none has
     * @param lastBadAsked when the last Down check was asked
     * @param unobservedSince since when nobody has looked; negative if somebody does
     * @param doubtedSince the last question of a target that is up whose answer agreed; negative if the latest did
     * @param stalls when the whole process stood still
     */
    record Now(
            String target,
            Anchor anchor,
            long observedFrom,
            long lastBadAsked,
            long unobservedSince,
            long doubtedSince,
            Spans stalls) {}

    static BookCopy empty(Now now) {
        return new BookCopy(now, new Spans(), new Spans(), List.of(), false, 0, 0, 0, new Histogram(), new Spans(), 0);
    }

    String target() {
        return moment.target();
    }

    long now() {
        return moment.anchor().nanos();
    }

    long observedFrom() {
        return moment.observedFrom();
    }

    Instant instant(long nanos) {
        return moment.anchor().instant(nanos);
    }

    List<Outage> outages() {
        List<Outage> all = new ArrayList<>();
        for (int i = 0; i < began.count(); i++) {
            all.add(new Outage(
                    new Bounds(instant(began.from(i)), instant(began.to(i))),
                    new Bounds(instant(ended.from(i)), instant(ended.to(i))),
                    open && i == began.count() - 1,
                    notes.get(i).beganUnseen(),
                    notes.get(i).reason()));
        }
        return List.copyOf(all);
    }

    DowntimeTotal downtime() {
        return new DowntimeTotal(outageCount, Duration.ofNanos(shortest), Duration.ofNanos(longest));
    }

    private Spans unobserved(long from) {
        Spans all = ownUnobserved.copy();
        all.addAll(moment.stalls());
        if (moment.unobservedSince() >= 0) {
            all.add(moment.unobservedSince(), now());
        }
        return all.merged(from, now());
    }

    List<Span> unobservedSpans() {
        List<Span> spans = new ArrayList<>();
        if (observedFrom() >= 0) {
            Spans merged = unobserved(observedFrom());
            for (int i = 0; i < merged.count(); i++) {
                spans.add(new Span(instant(merged.from(i)), instant(merged.to(i))));
            }
        }
        return List.copyOf(spans);
    }

    Duration unobservedTotal() {
        if (observedFrom() < 0) {
            return Duration.ZERO;
        }
        // A stall of that time is in the spans that were dropped, as far as it kept this target from being asked.
        long from = Math.max(observedFrom(), ownUnobserved.droppedTo());
        return Duration.ofNanos(unobservedDropped + unobserved(from).length());
    }

    /** From when on everything is known one by one. */
    private long knownFrom() {
        long dropped = Math.max(ended.droppedTo(), ownUnobserved.droppedTo());
        return Math.max(observedFrom(), Math.max(dropped, moment.stalls().droppedTo()));
    }

    Availability availability(long window) {
        if (observedFrom() < 0) {
            return new Availability(instant(now()), instant(now()), Double.NaN, Double.NaN);
        }
        long from = Math.max(now() - window, knownFrom());
        Spans unobserved = unobserved(from);
        Spans surelyDown = new Spans();
        Spans notSurelyUp = unobserved.copy();
        for (int i = 0; i < began.count(); i++) {
            surelyDown.add(began.to(i), ended.from(i));
            notSurelyUp.add(began.from(i), ended.to(i));
        }
        if (moment.doubtedSince() >= 0) {
            notSurelyUp.add(moment.doubtedSince(), now());
        }
        Spans down = surelyDown.merged(from, now());
        double length = now() - from;
        double lower = 1 - notSurelyUp.merged(from, now()).length() / length;
        double upper = 1 - (down.length() - down.overlap(unobserved)) / length;
        return new Availability(instant(from), instant(now()), lower, upper);
    }
}
