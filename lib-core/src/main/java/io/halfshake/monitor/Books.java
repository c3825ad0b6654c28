package io.halfshake.monitor;

import io.halfshake.DownReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The downtime of one target, in bounded memory. Made when there is something to write down, since most targets are
 * never down. Guarded by its target. Times are nanoseconds since the monitor was made.
 */
final class Books {
    static final int MOST_OUTAGES = 50;
    static final int MOST_SPANS = 50;

    private static final byte BEGAN_UNSEEN = 16;

    /** What else is known of an outage. */
    record Note(boolean beganUnseen, DownReason reason) {
        private static Note of(byte note) {
            return new Note((note & BEGAN_UNSEEN) != 0, (DownReason) Reasons.at(note & (BEGAN_UNSEEN - 1)));
        }
    }

    private @Nullable Spans began;
    private @Nullable Spans ended;
    private byte[] notes = {};
    private @Nullable Histogram lengths;
    private @Nullable Spans unobserved;
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
        openNotes = (byte) (Reasons.index(reason) | (beganUnseen ? BEGAN_UNSEEN : 0));
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
        Spans starts = began == null ? new Spans() : began;
        Spans ends = ended == null ? new Spans() : ended;
        began = starts;
        ended = ends;
        if (starts.count() == MOST_OUTAGES) {
            starts.removeFirst();
            ends.removeFirst();
            System.arraycopy(notes, 1, notes, 0, notes.length - 1);
        }
        int index = starts.count();
        starts.add(openEarliest, openLatest);
        ends.add(earliest, latest);
        if (index >= notes.length) {
            notes = Arrays.copyOf(notes, Math.min(MOST_OUTAGES, Math.max(2, 2 * notes.length)));
        }
        notes[index] = openNotes;
    }

    void unobserved(long from, long to) {
        Spans spans = unobserved == null ? new Spans() : unobserved;
        unobserved = spans;
        if (spans.count() == MOST_SPANS) {
            unobservedDropped += spans.to(0) - spans.from(0);
            spans.removeFirst();
        }
        spans.add(from, to);
    }

    /** What these books say now; with no books at all, nothing was ever wrong. */
    static BookCopy copy(@Nullable Books books, BookCopy.Now now) {
        return books == null ? BookCopy.empty(now) : books.copy(now);
    }

    private BookCopy copy(BookCopy.Now now) {
        Spans starts = began == null ? new Spans() : began.copy();
        Spans ends = ended == null ? new Spans() : ended.copy();
        List<Note> allNotes = new ArrayList<>();
        for (int i = 0; i < starts.count(); i++) {
            allNotes.add(Note.of(notes[i]));
        }
        long allOutages = outages;
        long allShortest = shortest;
        long allLongest = longest;
        if (open) {
            allNotes.add(Note.of(openNotes));
            starts.add(openEarliest, openLatest);
            ends.add(now.lastBadAsked(), now.anchor().nanos());
            allOutages++;
            allShortest += Math.max(0, now.lastBadAsked() - openLatest);
            allLongest += now.anchor().nanos() - openEarliest;
        }
        return new BookCopy(
                now,
                starts,
                ends,
                List.copyOf(allNotes),
                open,
                allOutages,
                allShortest,
                allLongest,
                lengths == null ? new Histogram() : lengths.copy(),
                unobserved == null ? new Spans() : unobserved.copy(),
                unobservedDropped);
    }
}
