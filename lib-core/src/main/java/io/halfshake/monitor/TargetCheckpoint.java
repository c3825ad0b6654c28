package io.halfshake.monitor;

import io.halfshake.DownReason;
import io.halfshake.Target;
import io.halfshake.internal.Arguments;
import io.halfshake.internal.Durations;
import io.halfshake.monitor.OutageHistory.DowntimeTotal;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What has to survive of a target when another monitor goes on with it, or the same application after a restart: from
 * {@link Monitor#checkpoint} or {@link Monitor#release}, for {@link Monitor#adopt}. To store or send it, write its
 * components and call the constructor with them: there is nothing else in it.
 *
 * <p>It holds the state, the outage that goes on, and totals. Results of checks, round trips and outages that have
 * ended are not in it, nor a row of results that is against the state and too short to change it.
 *
 * <p>All of its moments are by the wall clock of the machine that made it, and computed back from {@code at}, but for
 * {@code since}: the time between two of them is exact. They may be moved by the same duration, to the clock of another
 * machine for example.
 *
 * @param target as it was added
 * @param at when it was made, not before any of its moments but {@code since}
 * @param state what the monitor took the target for
 * @param since when that state was decided, as in {@link TargetStatus}
 * @param observedFrom when the first conclusive check was started, not after {@code confirmedAt}; null if there was
 *     none
 * @param confirmedAt when the last check was started whose result was that of the state; null if there was none, as in
 *     state {@link TargetState#UNKNOWN}
 * @param outage the outage that goes on; null if the state is not {@link TargetState#DOWN}, or no check has found it so
 * @param downtime all outages together that have ended, without the one that goes on
 * @param unobserved how much of the time from {@code observedFrom} to {@code confirmedAt} was not
 *     {@linkplain OutageHistory observed}, zero or more
 */
public record TargetCheckpoint(
        String target,
        Instant at,
        TargetState state,
        Instant since,
        @Nullable Instant observedFrom,
        @Nullable Instant confirmedAt,
        @Nullable OpenOutage outage,
        DowntimeTotal downtime,
        Duration unobserved) {
    /**
     * An outage that goes on.
     *
     * @param began when it began, as in {@link Outage}
     * @param beganUnseen whether the target was down at its first conclusive check, as in {@link Outage}
     * @param reason what the check found that decided it
     * @param unobserved how much of the time from the first Down answer to the start of the last Down check was not
     *     {@linkplain OutageHistory observed}, at most
     */
    public record OpenOutage(TimeBounds began, boolean beganUnseen, DownReason reason, Duration unobserved) {
        /**
         * Checks the bounds.
         *
         * @throws IllegalArgumentException if they end before they begin, or {@code unobserved} is negative
         */
        public OpenOutage {
            Objects.requireNonNull(began, "began");
            Objects.requireNonNull(reason, "reason");
            requireNotAfter("began.earliest", began.earliest(), "began.latest", began.latest());
            Durations.requireNotNegative("unobserved", unobserved);
        }

        private void require(Instant confirmedAt, Instant at) {
            requireNotAfter("outage.began.earliest", began.earliest(), "confirmedAt", confirmedAt);
            requireNotAfter("outage.began.latest", began.latest(), "at", at);
            Duration sure = Duration.between(began.latest(), confirmedAt);
            Duration most = sure.isNegative() ? Duration.ZERO : sure;
            if (unobserved.compareTo(most) > 0) {
                String rule = "<= " + most + ", from outage.began.latest to confirmedAt";
                throw Arguments.wrongValue("outage.unobserved", unobserved, rule);
            }
        }
    }

    /**
     * Checks that no component contradicts another.
     *
     * @throws IllegalArgumentException if the text is no target, a duration or a count is negative, the order of the
     *     moments is not the one described, or what is known does not fit the state; the message carries the name, the
     *     value and the rule
     */
    public TargetCheckpoint {
        Target unused = Target.parseHost(target);
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(since, "since");
        requireTotal(Objects.requireNonNull(downtime, "downtime"));
        Durations.requireNotNegative("unobserved", unobserved);
        if (observedFrom != null) {
            requireNotAfter("observedFrom", observedFrom, "at", at);
        }
        if (confirmedAt != null) {
            Arguments.require(state != TargetState.UNKNOWN, "confirmedAt", confirmedAt, "null in state UNKNOWN");
            requireNotAfter("confirmedAt", confirmedAt, "at", at);
            requireNotAfter("observedFrom", observedFrom, "confirmedAt", confirmedAt);
        }
        if (outage != null) {
            Arguments.require(state == TargetState.DOWN, "outage", outage, "null in state " + state);
            Arguments.require(confirmedAt != null, "confirmedAt", "null", "a moment, since there is an outage");
        }
        if (outage != null && confirmedAt != null) {
            outage.require(confirmedAt, at);
        }
    }

    private static void requireTotal(DowntimeTotal total) {
        Arguments.require(total.outages() >= 0, "downtime.outages", total.outages(), ">= 0");
        Durations.requireNotNegative("downtime.shortest", total.shortest());
        if (total.longest().compareTo(total.shortest()) < 0) {
            throw Arguments.wrongValue("downtime.longest", total.longest(), ">= downtime.shortest " + total.shortest());
        }
    }

    private static void requireNotAfter(String name, @Nullable Instant earlier, String limit, Instant later) {
        // Not for each checkpoint that is right: to format two moments costs more than all else.
        if (earlier == null || earlier.isAfter(later)) {
            throw Arguments.wrongValue(name, String.valueOf(earlier), "not after " + limit + " " + later);
        }
    }
}
