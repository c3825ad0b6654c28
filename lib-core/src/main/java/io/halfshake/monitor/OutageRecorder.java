package io.halfshake.monitor;

import io.halfshake.DownReason;
import io.halfshake.internal.Durations;
import io.halfshake.monitor.CheckCounts.ReasonCodes;
import io.halfshake.monitor.OutageHistory.DowntimeTotal;
import io.halfshake.monitor.TargetCheckpoint.OpenOutage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records the outages of one target, in bounded memory. Made with the first outage or unobserved span, since most
 * targets have none, or with the target if that is adopted. Guarded by its target. Times are nanoseconds since the
 * monitor was built, negative before.
 */
final class OutageRecorder {
    private static final byte BEGAN_UNSEEN = 16;

    private @Nullable TimeSpans began;
    private @Nullable TimeSpans ended;
    private byte[] notes = {};

    /** Of each outage, as {@link OutageHistory.Note#unobserved()}. */
    private long[] unobservedIn = {};

    private @Nullable Histogram lengths;
    private @Nullable TimeSpans unobserved;
    private long unobservedDropped;
    private long outages;
    private long shortest;
    private long longest;
    private boolean open;
    private long openEarliest;
    private long openLatest;
    private byte openNotes;

    /** From when on what was not observed of the open outage is known one by one. */
    private long openKnownFrom;

    /** How much was not observed of it until then. */
    private long openUnobserved;

    /**
     * Of {@link TimeSpans#droppedLength()} of the stalls, what is not to be counted: it was before, or it was counted.
     */
    private long openStallsDropped;

    OutageRecorder() {}

    /**
     * Goes on with the totals of what was recorded elsewhere.
     *
     * @param ended of the outages that have ended
     * @param unobservedTotal how much was not observed until {@code knownFrom}
     * @param knownFrom from when on everything is known one by one
     */
    OutageRecorder(DowntimeTotal ended, Duration unobservedTotal, long knownFrom) {
        outages = ended.outages();
        shortest = Durations.nanos(ended.shortest());
        longest = Durations.nanos(ended.longest());
        unobserved = new TimeSpans(knownFrom);
        unobservedDropped = Durations.nanos(unobservedTotal);
    }

    /**
     * Goes on with an outage that was found elsewhere.
     *
     * @param lastBadAsked the start of the last Down check there
     * @param stallsDropped {@link TimeSpans#droppedLength()} of the stalls of this process
     */
    void reopen(long earliest, long latest, OpenOutage outage, long lastBadAsked, long stallsDropped) {
        open = true;
        openEarliest = earliest;
        openLatest = latest;
        openNotes = pack(outage.reason(), outage.beganUnseen());
        openKnownFrom = Math.max(latest, lastBadAsked);
        openUnobserved = Durations.nanos(outage.unobserved());
        openStallsDropped = stallsDropped;
    }

    boolean isOpen() {
        return open;
    }

    void open(long earliest, long latest, boolean beganUnseen, DownReason reason, TimeSpans stalls) {
        open = true;
        openEarliest = earliest;
        openLatest = latest;
        openNotes = pack(reason, beganUnseen);
        // What is no longer known of it is taken as not observed.
        long forgotten = Math.max(stalls.droppedTo(), unobserved == null ? TimeSpans.NEVER : unobserved.droppedTo());
        openKnownFrom = Math.max(latest, forgotten);
        openUnobserved = openKnownFrom - latest;
        openStallsDropped = stalls.droppedLength();
    }

    void close(long earliest, long latest, StallDetector stalls, long now) {
        long unseen = unobservedUntil(earliest, stalls.within(openKnownFrom, now));
        long sure = Math.max(0, earliest - openLatest) - unseen;
        long most = latest - openEarliest;
        Histogram histogram = lengths == null ? new Histogram() : lengths;
        TimeSpans starts = began == null ? new TimeSpans() : began;
        TimeSpans ends = ended == null ? new TimeSpans() : ended;
        boolean full = starts.count() == OutageHistory.MAX_OUTAGES;
        if (!full) {
            starts.reserve();
            ends.reserve();
            reserveNotes(starts.count());
        }
        histogram.add(sure + (most - sure) / 2);
        // From here on nothing takes memory.
        lengths = histogram;
        began = starts;
        ended = ends;
        open = false;
        outages++;
        shortest += sure;
        longest += most;
        if (full) {
            starts.removeFirst();
            ends.removeFirst();
            System.arraycopy(notes, 1, notes, 0, notes.length - 1);
            System.arraycopy(unobservedIn, 1, unobservedIn, 0, unobservedIn.length - 1);
        }
        int index = starts.count();
        starts.add(openEarliest, openLatest);
        ends.add(earliest, latest);
        unobservedIn[index] = unseen;
        notes[index] = openNotes;
    }

    private void reserveNotes(int index) {
        if (index >= notes.length) {
            int length = Math.min(OutageHistory.MAX_OUTAGES, Math.max(2, 2 * notes.length));
            unobservedIn = Arrays.copyOf(unobservedIn, length);
            notes = Arrays.copyOf(notes, length);
        }
    }

    /**
     * How much, at most, of the time from the first Down answer of the open outage to the start of its last Down check
     * was not observed.
     */
    private long unobservedUntil(long lastBadAsked, TimeSpans stalls) {
        long sure = lastBadAsked - openLatest;
        if (sure <= 0) {
            return 0;
        }
        return Math.min(sure, openUnobserved + unobservedBetween(openKnownFrom, lastBadAsked, stalls));
    }

    private long unobservedBetween(long from, long to, TimeSpans stalls) {
        return droppedBetween(from, to, stalls) + keptBetween(from, to, stalls);
    }

    /** Of stalls that are no longer known one by one, their sum, but no more than that time. */
    private long droppedBetween(long from, long to, TimeSpans stalls) {
        long time = Math.max(0, Math.min(to, stalls.droppedTo()) - from);
        return Math.min(time, stalls.droppedLength() - openStallsDropped);
    }

    private long keptBetween(long from, long to, TimeSpans stalls) {
        TimeSpans all = new TimeSpans();
        all.addWithin(stalls, from, to);
        if (unobserved != null) {
            all.addWithin(unobserved, from, to);
        }
        return all.merged(from, to).length();
    }

    void unobserved(long from, long to, StallDetector stalls) {
        TimeSpans spans = unobserved == null ? new TimeSpans() : unobserved;
        unobserved = spans;
        if (spans.count() == OutageHistory.MAX_SPANS) {
            forget(spans.to(0), stalls.within(openKnownFrom, to));
            unobservedDropped += spans.to(0) - spans.from(0);
            spans.removeFirst();
        }
        spans.add(from, to);
    }

    /** Of the open outage, what was not observed until then: the oldest span is about to be dropped. */
    private void forget(long until, TimeSpans stalls) {
        if (open && until > openKnownFrom) {
            long dropped = droppedBetween(openKnownFrom, until, stalls);
            openUnobserved += dropped + keptBetween(openKnownFrom, until, stalls);
            openStallsDropped += dropped;
            openKnownFrom = until;
        }
    }

    /** Of the outages that have ended. */
    DowntimeTotal ended() {
        return new DowntimeTotal(outages, Duration.ofNanos(shortest), Duration.ofNanos(longest));
    }

    /** The one that goes on, as of its last Down check; null if there is none. */
    @Nullable
    OpenOutage openOutage(ClockSample clock, long lastBadAsked, TimeSpans stalls) {
        if (!open) {
            return null;
        }
        OutageHistory.Note note = unpack(openNotes, unobservedUntil(lastBadAsked, stalls));
        TimeBounds began = new TimeBounds(clock.instant(openEarliest), clock.instant(openLatest));
        return new OpenOutage(began, note.beganUnseen(), note.reason(), Duration.ofNanos(note.unobserved()));
    }

    /** How much was not observed in all until a moment, from the first conclusive check on. */
    Duration unobservedTotal(long observedFrom, long until, TimeSpans stalls) {
        long knownFrom = unobserved == null ? observedFrom : Math.max(observedFrom, unobserved.droppedTo());
        return Duration.ofNanos(unobservedDropped + keptBetween(knownFrom, until, stalls));
    }

    private static byte pack(DownReason reason, boolean beganUnseen) {
        return (byte) (ReasonCodes.index(reason) | (beganUnseen ? BEGAN_UNSEEN : 0));
    }

    private static OutageHistory.Note unpack(byte note, long unobserved) {
        DownReason reason = (DownReason) ReasonCodes.at(note & (BEGAN_UNSEEN - 1));
        return new OutageHistory.Note((note & BEGAN_UNSEEN) != 0, reason, unobserved);
    }

    /** The history as of a moment; without a recorder, nothing was ever wrong. */
    static OutageHistory copy(@Nullable OutageRecorder recorder, OutageHistory.Moment moment) {
        return new OutageHistory(recorder == null ? OutageHistory.Contents.none(moment) : recorder.copy(moment));
    }

    private OutageHistory.Contents copy(OutageHistory.Moment moment) {
        TimeSpans starts = began == null ? new TimeSpans() : began.copy();
        TimeSpans ends = ended == null ? new TimeSpans() : ended.copy();
        List<OutageHistory.Note> allNotes = new ArrayList<>();
        for (int i = 0; i < starts.count(); i++) {
            allNotes.add(unpack(notes[i], unobservedIn[i]));
        }
        long allOutages = outages;
        long allShortest = shortest;
        long allLongest = longest;
        if (open) {
            long unseen = unobservedUntil(moment.lastBadAsked(), moment.stalls());
            allNotes.add(unpack(openNotes, unseen));
            starts.add(openEarliest, openLatest);
            ends.add(moment.lastBadAsked(), moment.clock().nanos());
            allOutages++;
            allShortest += Math.max(0, moment.lastBadAsked() - openLatest) - unseen;
            allLongest += moment.clock().nanos() - openEarliest;
        }
        return new OutageHistory.Contents(
                moment,
                starts,
                ends,
                List.copyOf(allNotes),
                open,
                allOutages,
                allShortest,
                allLongest,
                lengths == null ? new Histogram() : lengths.copy(),
                unobserved == null ? new TimeSpans() : unobserved.copy(),
                unobservedDropped);
    }
}
