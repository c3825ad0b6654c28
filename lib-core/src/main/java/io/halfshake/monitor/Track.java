package io.halfshake.monitor;

import io.halfshake.CheckResult;
import io.halfshake.DownReason;
import io.halfshake.UnknownReason;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one target, and what each result adds to it. Knows nothing of threads and schedules. Guarded by its
 * monitor. Times are nanoseconds since the monitor was made, and negative where there is none.
 */
abstract class Track extends LastResult {
    private static final long NEVER = -1;

    /**
     * A state that has changed.
     *
     * @param earliest the question of the last check that found it otherwise
     * @param latest the answer of the first that found it so
     */
    record Change(State from, State to, long earliest, long latest) {}

    final Plan plan;
    private State state;
    private boolean lastHeld;
    private int streak;
    private int ups;
    private long since;
    private long observedFrom = NEVER;
    private long unobservedSince = NEVER;
    private long answeredAt = NEVER;
    /** Of the present row: the first answer and the last question. */
    private long rowAnswered = NEVER;

    private long rowAsked = NEVER;
    /** The last question of the row before, whose results were the opposite. */
    private long otherAsked = NEVER;

    private @Nullable Histogram roundTrips;
    private int @Nullable [] failures;
    private @Nullable Books books;

    Track(String target, Plan plan, long now) {
        super(target);
        this.plan = plan;
        this.state = plan.initialState();
        this.since = now;
    }

    final State state() {
        return state;
    }

    /** The last result was conclusive, and against the state. */
    final boolean inDoubt() {
        return Thresholds.inDoubt(state, streak);
    }

    /** A check was due then, and was not made. */
    final void missed(long due) {
        if (unobservedSince < 0) {
            unobservedSince = due;
        }
    }

    /** Whether the last result told nothing. */
    final boolean isUnobserved() {
        return unobservedSince >= 0;
    }

    /**
     * Takes a result in.
     *
     * @param held whether the state is to take no notice of it
     * @return null if the state is what it was
     */
    final @Nullable Change learn(CheckResult result, long asked, long answered, boolean held, Shared shared) {
        keep(result, shared);
        count(result);
        answeredAt = answered;
        lastHeld = held;
        if (result.isUnknown() || held) {
            missed(asked);
            return null;
        }
        if (observedFrom < 0) {
            observedFrom = asked;
        } else if (unobservedSince >= 0) {
            books().unobserved(unobservedSince, answered);
        }
        unobservedSince = NEVER;
        boolean good = result.isUp();
        int longer = Thresholds.streak(streak, good);
        if (longer == 1 || longer == -1) {
            otherAsked = rowAsked;
            rowAnswered = answered;
        }
        streak = longer;
        rowAsked = asked;
        State before = state;
        state = Thresholds.next(before, streak, plan.rise(), plan.fall());
        write(result);
        if (state == before) {
            return null;
        }
        since = answered;
        return new Change(before, state, earliest(), rowAnswered);
    }

    private long earliest() {
        return otherAsked < 0 ? observedFrom : otherAsked;
    }

    private void write(CheckResult result) {
        boolean open = books != null && books.isOpen();
        if (state == State.DOWN && !open && result instanceof CheckResult.Down down) {
            books().open(earliest(), rowAnswered, otherAsked < 0, down.reason());
        } else if (state == State.UP && open) {
            books().close(earliest(), rowAnswered);
        }
    }

    private Books books() {
        Books made = books == null ? new Books() : books;
        books = made;
        return made;
    }

    private void count(CheckResult result) {
        if (result instanceof CheckResult.Up up) {
            ups++;
            Histogram histogram = roundTrips == null ? new Histogram() : roundTrips;
            roundTrips = histogram;
            histogram.add(up.timing().roundTripNanos());
            return;
        }
        int[] counts = failures == null ? new int[Reasons.COUNT] : failures;
        failures = counts;
        if (result instanceof CheckResult.Down down) {
            counts[Reasons.index(down.reason())]++;
        } else if (result instanceof CheckResult.Unknown unknown) {
            counts[Reasons.index(unknown.reason())]++;
        }
    }

    private Counts counts() {
        Map<DownReason, Long> down = new EnumMap<>(DownReason.class);
        Map<UnknownReason, Long> unknown = new EnumMap<>(UnknownReason.class);
        for (int i = 0; failures != null && i < Reasons.COUNT; i++) {
            if (failures[i] == 0) {
                continue;
            }
            long count = Integer.toUnsignedLong(failures[i]);
            if (Reasons.at(i) instanceof DownReason reason) {
                down.put(reason, count);
            } else if (Reasons.at(i) instanceof UnknownReason reason) {
                unknown.put(reason, count);
            }
        }
        return new Counts(
                Integer.toUnsignedLong(ups), Collections.unmodifiableMap(down), Collections.unmodifiableMap(unknown));
    }

    final TargetStatus status(Anchor now, Spans stalls, Shared shared) {
        long lastBadAsked = streak < 0 ? rowAsked : otherAsked;
        long doubtedSince = state == State.UP && inDoubt() ? earliest() : NEVER;
        BookCopy.Now moment =
                new BookCopy.Now(target, now, observedFrom, lastBadAsked, unobservedSince, doubtedSince, stalls);
        return new TargetStatus(
                target,
                state,
                now.instant(since),
                streak,
                inDoubt(),
                lastResult(shared),
                answeredAt < 0 ? null : now.instant(answeredAt),
                lastHeld,
                new Percentiles(roundTrips == null ? new Histogram() : roundTrips.copy()),
                counts(),
                new Ledger(Books.copy(books, moment)));
    }
}
