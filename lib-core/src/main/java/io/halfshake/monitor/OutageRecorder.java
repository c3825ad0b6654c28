package io.halfshake.monitor;

import io.halfshake.DownReason;
import io.halfshake.monitor.CheckCounts.ReasonCodes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records the outages of one target, in bounded memory. Made with the first outage or unobserved span, since most
 * targets have none. Guarded by its target. Times are nanoseconds since the monitor was built.
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

    /** Of the time since {@link #openLatest}, in spans that are no longer kept. */
    private long openUnobservedDropped;

    boolean isOpen() {
        return open;
    }

    void open(long earliest, long latest, boolean beganUnseen, DownReason reason) {
        open = true;
        openEarliest = earliest;
        openLatest = latest;
        openNotes = (byte) (ReasonCodes.index(reason) | (beganUnseen ? BEGAN_UNSEEN : 0));
        // How much of it is no longer known.
        openUnobservedDropped = unobserved == null ? 0 : Math.max(0, unobserved.droppedTo() - latest);
    }

    void close(long earliest, long latest, TimeSpans stalls) {
        open = false;
        outages++;
        long unseen = unobservedUntil(earliest, stalls);
        long sure = Math.max(0, earliest - openLatest) - unseen;
        long most = latest - openEarliest;
        shortest += sure;
        longest += most;
        Histogram histogram = lengths == null ? new Histogram() : lengths;
        histogram.add(sure + (most - sure) / 2);
        lengths = histogram;
        TimeSpans starts = began == null ? new TimeSpans() : began;
        TimeSpans ends = ended == null ? new TimeSpans() : ended;
        began = starts;
        ended = ends;
        if (starts.count() == OutageHistory.MAX_OUTAGES) {
            starts.removeFirst();
            ends.removeFirst();
            System.arraycopy(notes, 1, notes, 0, notes.length - 1);
            System.arraycopy(unobservedIn, 1, unobservedIn, 0, unobservedIn.length - 1);
        }
        int index = starts.count();
        starts.add(openEarliest, openLatest);
        ends.add(earliest, latest);
        if (index >= notes.length) {
            int length = Math.min(OutageHistory.MAX_OUTAGES, Math.max(2, 2 * notes.length));
            unobservedIn = Arrays.copyOf(unobservedIn, length);
            notes = Arrays.copyOf(notes, length);
        }
        unobservedIn[index] = unseen;
        notes[index] = openNotes;
    }

    /**
     * How much of the time from the first Down answer of the open outage to the start of its last Down check was not
     * observed. Where stalls are no longer known one by one, all of it.
     */
    private long unobservedUntil(long lastBadAsked, TimeSpans stalls) {
        long sure = lastBadAsked - openLatest;
        if (sure <= 0) {
            return 0;
        }
        TimeSpans all = unobserved == null ? new TimeSpans() : unobserved.copy();
        all.addAll(stalls);
        long known = Math.max(openLatest, stalls.droppedTo());
        long length = all.merged(known, lastBadAsked).length();
        return Math.min(sure, openUnobservedDropped + known - openLatest + length);
    }

    void unobserved(long from, long to) {
        TimeSpans spans = unobserved == null ? new TimeSpans() : unobserved;
        unobserved = spans;
        if (spans.count() == OutageHistory.MAX_SPANS) {
            unobservedDropped += spans.to(0) - spans.from(0);
            openUnobservedDropped += open ? Math.max(0, spans.to(0) - Math.max(openLatest, spans.from(0))) : 0;
            spans.removeFirst();
        }
        spans.add(from, to);
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
