package io.halfshake.monitor;

import io.halfshake.CheckResult;
import io.halfshake.internal.Durations;
import io.halfshake.monitor.CheckCounts.ReasonCodes;
import io.halfshake.monitor.TargetCheckpoint.OpenOutage;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one target, and what each result adds to it. Independent of threads and schedules. Guarded by its
 * monitor. Times are nanoseconds since the monitor was built, negative before, and {@link #NEVER} where there is none.
 */
abstract class TargetHistory extends OutageBounds {
    /**
     * A state that has changed.
     *
     * @param earliest the start of the last check with the opposite result
     * @param latest the answer of the first check with this result
     */
    record Change(TargetState from, TargetState to, long earliest, long latest) {}

    /** Where {@link #failures} has the number of those that were held. */
    private static final int HELD = ReasonCodes.COUNT;

    final EffectiveSettings effective;
    private TargetState state;
    private boolean lastHeld;
    private int streak;
    private int ups;

    /** By the wall clock of the moment at which the state was decided, so that it is the same in each status. */
    private long sinceEpochNanos;

    private long unobservedSince = NEVER;
    private long answeredAt = NEVER;
    private @Nullable Histogram roundTrips;

    /** By reason, and how many were held. */
    private int @Nullable [] failures;

    private @Nullable OutageRecorder recorder;

    TargetHistory(String target, EffectiveSettings effective, Instant now) {
        super(target);
        this.effective = effective;
        this.state = effective.initialState();
        decidedAt(now);
    }

    /**
     * Continues a checkpoint, before the first result. What was found after the last check that confirmed its state is
     * not in it: that time is unobserved, and a row against the state begins anew.
     *
     * @param stallsDropped {@link TimeSpans#droppedLength()} of the stalls of this process
     */
    final void adopt(TargetCheckpoint checkpoint, ClockSample now, long stallsDropped) {
        state = checkpoint.state();
        decidedAt(checkpoint.since());
        long from = moment(checkpoint.observedFrom(), checkpoint, now);
        long confirmed = moment(checkpoint.confirmedAt(), checkpoint, now);
        resume(from, confirmed, moment(checkpoint.at(), checkpoint, now));
        streak = confirmed == NEVER ? 0 : Thresholds.streak(0, state == TargetState.UP);
        unobservedSince = confirmed == NEVER ? from : confirmed;
        OutageRecorder continued = new OutageRecorder(checkpoint.downtime(), checkpoint.unobserved(), unobservedSince);
        OpenOutage outage = checkpoint.outage();
        if (outage != null) {
            continued.reopen(
                    moment(outage.began().earliest(), checkpoint, now),
                    moment(outage.began().latest(), checkpoint, now),
                    outage,
                    confirmed,
                    stallsDropped);
        }
        recorder = continued;
    }

    /** A checkpoint from the future is taken as made now, so that all of its moments are moved by the same. */
    private static long moment(@Nullable Instant instant, TargetCheckpoint checkpoint, ClockSample now) {
        if (instant == null) {
            return NEVER;
        }
        Duration age = Duration.between(checkpoint.at(), now.wall());
        Duration before = Duration.between(instant, checkpoint.at());
        return now.nanos() - Durations.nanos(age.isNegative() ? before : before.plus(age));
    }

    final TargetCheckpoint checkpoint(ClockSample now, TimeSpans stalls) {
        OutageRecorder recorded = recorder == null ? new OutageRecorder() : recorder;
        long confirmed = confirmedAt();
        long until = confirmed == NEVER ? observedFrom() : confirmed;
        return new TargetCheckpoint(
                target,
                now.wall(),
                state,
                since(),
                instant(observedFrom(), now),
                instant(confirmed, now),
                state == TargetState.DOWN ? recorded.openOutage(now, confirmed, stalls) : null,
                recorded.ended(),
                recorded.unobservedTotal(observedFrom(), until, stalls));
    }

    /** The start of the last check whose result was the state's. */
    private long confirmedAt() {
        return switch (state) {
            case UNKNOWN -> NEVER;
            case UP -> lastStart(streak > 0);
            case DOWN -> lastStart(streak < 0);
        };
    }

    private static @Nullable Instant instant(long at, ClockSample now) {
        return at == NEVER ? null : now.instant(at);
    }

    /** When the present state was decided. */
    final void decidedAt(Instant at) {
        sinceEpochNanos = ClockSample.epochNanos(at);
    }

    final Instant since() {
        return Instant.EPOCH.plusNanos(sinceEpochNanos);
    }

    final TargetState state() {
        return state;
    }

    /** A change could not be announced: the next result makes it again. */
    final void revert(Change change) {
        state = change.from();
    }

    /** The last result was conclusive, and against the state. */
    final boolean inDoubt() {
        return Thresholds.inDoubt(state, streak);
    }

    /** A check was due then, and was not made. */
    final void missed(long due) {
        if (unobservedSince == NEVER) {
            unobservedSince = due;
        }
    }

    /** Whether the last result told nothing. */
    final boolean isUnobserved() {
        return unobservedSince != NEVER;
    }

    /**
     * Takes a result in.
     *
     * @param held whether the state is to take no notice of it
     * @return null if the state is what it was
     */
    final @Nullable Change learn(
            CheckResult result, long asked, long answered, boolean held, Interner interner, StallDetector stalls) {
        keep(result, interner);
        count(result, held);
        answeredAt = answered;
        lastHeld = held;
        if (result.isUnknown() || held) {
            missed(asked);
            return null;
        }
        if (isObserved() && unobservedSince != NEVER) {
            recorder().unobserved(unobservedSince, answered, stalls);
        }
        unobservedSince = NEVER;
        boolean good = result.isUp();
        int longer = Thresholds.streak(streak, good);
        extend(longer == 1 || longer == -1, asked, answered);
        streak = longer;
        TargetState before = state;
        TargetState next = Thresholds.next(before, streak, effective.rise(), effective.fall());
        // First: where there is no memory for it, the next result changes the state.
        write(next, result, answered, stalls);
        state = next;
        if (state == before) {
            return null;
        }
        return new Change(before, state, earliest(), latest());
    }

    private void write(TargetState next, CheckResult result, long now, StallDetector stalls) {
        boolean open = recorder != null && recorder.isOpen();
        if (next == TargetState.DOWN && !open && result instanceof CheckResult.Down down) {
            recorder().open(earliest(), latest(), isUnbounded(), down.reason(), stalls.within(latest(), now));
        } else if (next == TargetState.UP && open) {
            recorder().close(earliest(), latest(), stalls, now);
        }
    }

    private OutageRecorder recorder() {
        OutageRecorder made = recorder == null ? new OutageRecorder() : recorder;
        recorder = made;
        return made;
    }

    private void count(CheckResult result, boolean held) {
        if (result instanceof CheckResult.Up up) {
            ups++;
            Histogram histogram = roundTrips == null ? new Histogram() : roundTrips;
            roundTrips = histogram;
            histogram.add(up.timing().roundTripNanos());
            return;
        }
        int[] counts = failures == null ? new int[HELD + 1] : failures;
        failures = counts;
        if (held) {
            counts[HELD]++;
        }
        if (result instanceof CheckResult.Down down) {
            counts[ReasonCodes.index(down.reason())]++;
        } else if (result instanceof CheckResult.Unknown unknown) {
            counts[ReasonCodes.index(unknown.reason())]++;
        }
    }

    private CheckCounts counts() {
        int[] counts = failures;
        return ReasonCodes.counts(
                Integer.toUnsignedLong(ups), reason -> failureCount(counts, reason), failureCount(counts, HELD));
    }

    private static long failureCount(int @Nullable [] counts, int index) {
        return counts == null ? 0 : Integer.toUnsignedLong(counts[index]);
    }

    final TargetStatus status(ClockSample now, TimeSpans stalls, Interner interner) {
        long lastBadAsked = lastStart(streak < 0);
        long doubtedSince = state == TargetState.UP && inDoubt() ? earliest() : NEVER;
        OutageHistory.Moment moment = new OutageHistory.Moment(
                target, now, observedFrom(), lastBadAsked, unobservedSince, doubtedSince, stalls);
        return new TargetStatus(
                target,
                state,
                since(),
                streak,
                inDoubt(),
                lastResult(interner),
                instant(answeredAt, now),
                lastHeld,
                new RoundTripPercentiles(roundTrips == null ? new Histogram() : roundTrips.copy()),
                counts(),
                OutageRecorder.copy(recorder, moment));
    }
}
