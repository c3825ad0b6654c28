package io.halfshake.monitor;

import io.halfshake.CheckResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one target.
 *
 * <p>Its moments, but for {@code since}, are computed back from the wall clock of the moment at which this copy was
 * made: the same one differs a little from copy to copy, and by more if that clock was set. To measure, use durations
 * or {@link Transition#atNanos}.
 *
 * @param target as it was added
 * @param state what the monitor takes the target for
 * @param since when the state was decided, by the wall clock of that moment: the same in each copy, and equal to
 *     {@link Transition#at()}. For a state that no check has decided, when the target was added; for one that was
 *     {@linkplain Monitor#adopt adopted}, as in its checkpoint
 * @param streak how many conclusive results in a row were the same: positive if up, negative if down, 0 before the
 *     first; Unknown results are not counted and do not break the row. Of an adopted target, the check that confirmed
 *     its state is the first
 * @param inDoubt whether that row is against the state, and not long enough yet to change it
 * @param last the last result, conclusive or not; null before the first. Its queueing and resolving times are in whole
 *     microseconds, and the cause of an Unknown is kept for the latest thousand targets only
 * @param lastAt when it came; null before the first
 * @param lastHeld whether the state took no notice of it although it was conclusive: a timeout during which this
 *     process was stalled proves nothing, nor silence or an ICMP error during a {@link Blindness}
 * @param roundTrips of all Up results
 * @param counts what the checks found
 * @param outageHistory when the target was down, and when it was not observed
 */
public record TargetStatus(
        String target,
        TargetState state,
        Instant since,
        int streak,
        boolean inDoubt,
        @Nullable CheckResult last,
        @Nullable Instant lastAt,
        boolean lastHeld,
        RoundTripPercentiles roundTrips,
        CheckCounts counts,
        OutageHistory outageHistory) {}
