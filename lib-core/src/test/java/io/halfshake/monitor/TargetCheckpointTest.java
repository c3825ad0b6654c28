package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.halfshake.DownReason;
import io.halfshake.monitor.OutageHistory.DowntimeTotal;
import io.halfshake.monitor.TargetCheckpoint.OpenOutage;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TargetCheckpointTest {
    private static final Instant AT = Instant.parse("2000-01-01T00:01:00Z");

    /** What a test changes before it makes the checkpoint. */
    private String target = "db:5432";

    private TargetState state = TargetState.DOWN;
    private @Nullable Instant observedFrom = AT.minusSeconds(50);
    private @Nullable Instant confirmedAt = AT.minusSeconds(5);
    private @Nullable OpenOutage outage = outage(20, 15, Duration.ofSeconds(3));
    private DowntimeTotal downtime = new DowntimeTotal(2, Duration.ofSeconds(4), Duration.ofSeconds(6));
    private Duration unobserved = Duration.ofSeconds(7);

    private static OpenOutage outage(long earliestBefore, long latestBefore, Duration unobserved) {
        TimeBounds began = new TimeBounds(AT.minusSeconds(earliestBefore), AT.minusSeconds(latestBefore));
        return new OpenOutage(began, false, DownReason.REFUSED, unobserved);
    }

    private TargetCheckpoint make() {
        Instant since = AT.minusSeconds(10);
        return new TargetCheckpoint(
                target, AT, state, since, observedFrom, confirmedAt, outage, downtime, unobserved);
    }

    private void assertRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(this::make).withMessage(text);
    }

    @Test
    void equals_comparesAllComponents() {
        TargetCheckpoint one = make();
        assertThat(one).isEqualTo(make()).hasSameHashCodeAs(make());
        unobserved = Duration.ofSeconds(8);
        assertThat(one).isNotEqualTo(make());
    }

    @Test
    void targetOfWhichNothingIsKnown_isAccepted() {
        state = TargetState.UNKNOWN;
        observedFrom = null;
        confirmedAt = null;
        outage = null;
        downtime = new DowntimeTotal(0, Duration.ZERO, Duration.ZERO);
        unobserved = Duration.ZERO;

        assertThat(make().confirmedAt()).isNull();
    }

    /** As with an initial state against which there are results. */
    @Test
    void stateThatNoCheckConfirmed_isAccepted() {
        confirmedAt = null;
        outage = null;

        assertThat(make().observedFrom()).isEqualTo(observedFrom);
    }

    /** That check was started before its answer, and so before the latest moment at which the outage began. */
    @Test
    void outageThatOneCheckFound_isAccepted() {
        outage = outage(20, 4, Duration.ZERO);

        assertThat(make().outage()).isEqualTo(outage);
    }

    @Test
    void textThatIsNoTarget_isRefused() {
        target = "db:0";
        assertThatIllegalArgumentException()
                .isThrownBy(this::make)
                .withMessageStartingWith("target: \"db:0\" (expected ");
    }

    @Test
    void hostWithoutAPort_isAccepted() {
        target = "::1";
        assertThat(make().target()).isEqualTo("::1");
    }

    @Test
    void confirmedUnknownState_isRefused() {
        state = TargetState.UNKNOWN;
        outage = null;
        assertRefused("confirmedAt: 2000-01-01T00:00:55Z (expected null in state UNKNOWN)");
    }

    @Test
    void confirmationWithoutAnObservation_isRefused() {
        observedFrom = null;
        assertRefused("observedFrom: null (expected not after confirmedAt 2000-01-01T00:00:55Z)");
    }

    @Test
    void momentsOutOfOrder_areRefused() {
        observedFrom = AT.minusSeconds(4);
        assertRefused("observedFrom: 2000-01-01T00:00:56Z (expected not after confirmedAt 2000-01-01T00:00:55Z)");
        confirmedAt = AT.plusNanos(1);
        assertRefused("confirmedAt: 2000-01-01T00:01:00.000000001Z (expected not after at 2000-01-01T00:01:00Z)");
        confirmedAt = null;
        outage = null;
        observedFrom = AT.plusSeconds(1);
        assertRefused("observedFrom: 2000-01-01T00:01:01Z (expected not after at 2000-01-01T00:01:00Z)");
    }

    @Test
    void outageOfATargetThatIsNotDown_isRefused() {
        state = TargetState.UP;
        assertThatIllegalArgumentException()
                .isThrownBy(this::make)
                .withMessageStartingWith("outage: OpenOutage[")
                .withMessageEndingWith(" (expected null in state UP)");
    }

    @Test
    void outageWithoutAConfirmation_isRefused() {
        confirmedAt = null;
        assertRefused("confirmedAt: null (expected a moment, since there is an outage)");
    }

    @Test
    void outageAfterTheCheckThatConfirmsIt_isRefused() {
        outage = outage(4, 3, Duration.ZERO);
        assertRefused(
                "outage.began.earliest: 2000-01-01T00:00:56Z (expected not after confirmedAt 2000-01-01T00:00:55Z)");
        outage = outage(20, -1, Duration.ZERO);
        assertRefused("outage.began.latest: 2000-01-01T00:01:01Z (expected not after at 2000-01-01T00:01:00Z)");
    }

    @Test
    void outageThatWasNotObservedForLongerThanItLasted_isRefused() {
        outage = outage(20, 15, Duration.ofSeconds(11));
        assertRefused("outage.unobserved: PT11S (expected <= PT10S, from outage.began.latest to confirmedAt)");
        outage = outage(20, 4, Duration.ofNanos(1));
        assertRefused("outage.unobserved: PT0.000000001S (expected <= PT0S, from outage.began.latest to confirmedAt)");
    }

    @Test
    void boundsThatEndBeforeTheyBegin_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> outage(15, 20, Duration.ZERO))
                .withMessage(
                        "began.earliest: 2000-01-01T00:00:45Z (expected not after began.latest 2000-01-01T00:00:40Z)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> outage(20, 15, Duration.ofSeconds(-1)))
                .withMessage("unobserved: PT-1S (expected >= 0)");
    }

    @Test
    void negativeTotals_areRefused() {
        unobserved = Duration.ofSeconds(-1);
        assertRefused("unobserved: PT-1S (expected >= 0)");
        downtime = new DowntimeTotal(2, Duration.ofSeconds(4), Duration.ofSeconds(3));
        assertRefused("downtime.longest: PT3S (expected >= downtime.shortest PT4S)");
        downtime = new DowntimeTotal(2, Duration.ofSeconds(-4), Duration.ofSeconds(3));
        assertRefused("downtime.shortest: PT-4S (expected >= 0)");
        downtime = new DowntimeTotal(-1, Duration.ZERO, Duration.ZERO);
        assertRefused("downtime.outages: -1 (expected >= 0)");
    }

    @Test
    @SuppressWarnings("NullAway") // Null is what is tested.
    void nullComponent_isRefusedByName() {
        TimeBounds began = new TimeBounds(AT, AT);
        assertThatNullPointerException()
                .isThrownBy(() -> new OpenOutage(began, false, null, Duration.ZERO))
                .withMessage("reason");
        assertThatNullPointerException()
                .isThrownBy(() -> new TargetCheckpoint(
                        "db:5432", AT, TargetState.UP, null, null, null, null, downtime, unobserved))
                .withMessage("since");
    }
}
