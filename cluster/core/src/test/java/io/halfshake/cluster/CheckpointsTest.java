package io.halfshake.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.DownReason;
import io.halfshake.monitor.TargetCheckpoint;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TimeBounds;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CheckpointsTest {
    private static final Instant WALL = Instant.parse("2026-01-02T03:04:05Z");

    private final StateFixture fixture = StateFixture.of("a");

    /** A moment of the cluster's time, when this one is 1,000,000. */
    private static Instant at(long cluster) {
        return WALL.minusNanos(1_000_000 - cluster);
    }

    private TargetCheckpoint checkpoint() {
        return Checkpoints.of(fixture.state(), StateFixture.TARGET, fixture.entry(), new WallTime(WALL, 7, 1_000_000));
    }

    @Test
    void newTarget_isUnknown() {
        TargetCheckpoint checkpoint = checkpoint();
        assertThat(checkpoint.state()).isEqualTo(TargetState.UNKNOWN);
        assertThat(checkpoint.since()).isEqualTo(at(1_000));
        assertThat(checkpoint.observedFrom()).isNull();
        assertThat(checkpoint.confirmedAt()).isNull();
    }

    @Test
    void targetThatIsUp_isKnownAsOfTheLastAllWell() {
        fixture.go(TargetState.UP);
        assertThat(checkpoint().since()).isEqualTo(at(998));
        assertThat(checkpoint().confirmedAt()).isEqualTo(at(998));

        fixture.time(5_000);
        fixture.accept(new Command.AllWell(5_000, "a", fixture.state().epoch(), 500));
        TargetCheckpoint later = checkpoint();
        assertThat(later.since()).isEqualTo(at(998));
        assertThat(later.confirmedAt()).isEqualTo(at(4_500));
        assertThat(later.observedFrom())
                .as("nothing is known of the time before")
                .isEqualTo(at(4_500));
        assertThat(later.unobserved()).isZero();
        assertThat(later.outage()).isNull();
    }

    @Test
    void outage_keepsItsBoundsAndCountsAsNotObserved() {
        fixture.go(TargetState.UP);
        fixture.time(2_000);
        fixture.go(TargetState.DOWN);
        fixture.time(5_000);
        fixture.accept(new Command.AllWell(5_000, "a", fixture.state().epoch(), 500));

        TargetCheckpoint checkpoint = checkpoint();
        TargetCheckpoint.OpenOutage outage = Objects.requireNonNull(checkpoint.outage());
        assertThat(outage.began()).isEqualTo(new TimeBounds(at(1_995), at(1_998)));
        assertThat(outage.beganUnseen()).isFalse();
        assertThat(outage.reason()).as("the evidence is none that can be read").isEqualTo(DownReason.TIMED_OUT);
        assertThat(outage.unobserved()).isEqualTo(Duration.ofNanos(4_500 - 1_998));
        assertThat(checkpoint.observedFrom()).isEqualTo(at(1_995));
        assertThat(checkpoint.unobserved()).isEqualTo(Duration.ofNanos(4_500 - 1_995));
    }

    @Test
    void moments_areNeverLaterThanThisMemberKnows() {
        fixture.go(TargetState.UP);
        fixture.time(2_000_000);
        fixture.accept(new Command.AllWell(2_000_000, "a", fixture.state().epoch(), 0));
        assertThat(checkpoint().confirmedAt()).isEqualTo(WALL);
    }
}
