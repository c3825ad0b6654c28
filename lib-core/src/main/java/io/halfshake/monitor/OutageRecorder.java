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

    boolean isOpen() {
        return open;
    }

    void open(long earliest, long latest, boolean beganUnseen, DownReason reason) {
        open = true;
        openEarliest = earliest;
        openLatest = latest;
        openNotes = (byte) (ReasonCodes.index(reason) | (beganUnseen ? BEGAN_UNSEEN : 0));
    }

    void close(long earliest, long latest) {
        open = false;
        outages++;
        long sure = Math.max(0, earliest - openLatest);
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
        }
        int index = starts.count();
        starts.add(openEarliest, openLatest);
        ends.add(earliest, latest);
        if (index >= notes.length) {
            notes = Arrays.copyOf(notes, Math.min(OutageHistory.MAX_OUTAGES, Math.max(2, 2 * notes.length)));
        }
        notes[index] = openNotes;
    }

    void unobserved(long from, long to) {
        TimeSpans spans = unobserved == null ? new TimeSpans() : unobserved;
        unobserved = spans;
        if (spans.count() == OutageHistory.MAX_SPANS) {
            unobservedDropped += spans.to(0) - spans.from(0);
            spans.removeFirst();
        }
        spans.add(from, to);
    }

    private static OutageHistory.Note unpack(byte note) {
        DownReason reason = (DownReason) ReasonCodes.at(note & (BEGAN_UNSEEN - 1));
        return new OutageHistory.Note((note & BEGAN_UNSEEN) != 0, reason);
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
            allNotes.add(unpack(notes[i]));
        }
        long allOutages = outages;
        long allShortest = shortest;
        long allLongest = longest;
        if (open) {
            allNotes.add(unpack(openNotes));
            starts.add(openEarliest, openLatest);
            ends.add(moment.lastBadAsked(), moment.clock().nanos());
            allOutages++;
            allShortest += Math.max(0, moment.lastBadAsked() - openLatest);
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
