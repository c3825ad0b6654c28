package io.halfshake.monitor;

import io.halfshake.CheckResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one target.
 *
 * <p>Its moments are reckoned back from what the clock on the wall said when this copy was made: the same one differs a
 * little from copy to copy, and by more if somebody set that clock. To recognise a change compare states, or count
 * outages; to measure, use durations or {@link Transition#atNanos}.
 *
 * @param target as it was added
 * @param state what the monitor holds to be true
 * @param since when it decided so; for a state that no check has decided, when the target was added
 * @param streak how many conclusive results in a row were the same: positive if up, negative if down, 0 before the
 *     first; Unknown results are not counted and do not break the row
 * @param inDoubt whether that row is against the state, and not long enough yet to change it
 * @param last the last result, conclusive or not; null before the first. Its queueing and resolving times are in whole
 *     microseconds, and the cause of an Unknown is kept for the latest thousand targets only
 * @param lastAt when it came; null before the first
 * @param lastHeld whether the state took no notice of it although it was conclusive: a silence that fell together with
 *     a stall of this process proves nothing
 * @param roundTrips of all Up results
 * @param counts what the checks found
 * @param ledger when the target was down, and when nobody looked
 */
public record TargetStatus(
        String target,
        State state,
        Instant since,
        int streak,
        boolean inDoubt,
        @Nullable CheckResult last,
        @Nullable Instant lastAt,
        boolean lastHeld,
        Percentiles roundTrips,
        Counts counts,
        Ledger ledger) {

    /**
     * The status as a JSON object on one line.
     *
     * @return with everything, the ledger included
     */
    public String toJson() {
        return Json.of(this);
    }
}
