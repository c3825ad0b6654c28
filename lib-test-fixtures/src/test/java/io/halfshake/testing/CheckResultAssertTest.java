package io.halfshake.testing;

import static io.halfshake.testing.HalfshakeAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.CheckResult;
import io.halfshake.DownReason;
import io.halfshake.Handshake;
import io.halfshake.Signal;
import io.halfshake.UnknownReason;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CheckResultAssertTest {
    private static final Duration MILLISECOND = Duration.ofMillis(1);

    private final CheckResult up;
    private final CheckResult refused;
    private final CheckResult timedOut;
    private final CheckResult unknown;

    CheckResultAssertTest() {
        FakeChecker fake = FakeChecker.create();
        fake.on("db:1").up(MILLISECOND).refused().timesOut().unknown(UnknownReason.SATURATED);
        up = fake.checkAddr("db:1", Duration.ofSeconds(1));
        refused = fake.checkAddr("db:1", Duration.ofSeconds(1));
        timedOut = fake.checkAddr("db:1", Duration.ofSeconds(1));
        unknown = fake.checkAddr("db:1", Duration.ofSeconds(1));
    }

    @Test
    void trueAssertions_pass() {
        assertThat(up)
                .isUp()
                .hasTarget("db:1")
                .hasHandshake(Handshake.HALF)
                .hasSyns(1)
                .hasEngine("fake")
                .answeredBy(Signal.SYN_ACK)
                .hasRoundTripLessThan(MILLISECOND.plusNanos(1))
                .tookAtLeast(MILLISECOND)
                .tookLessThan(MILLISECOND.plusNanos(1));
        assertThat(refused)
                .isDown()
                .isRefused()
                .isDownBecause(DownReason.REFUSED)
                .hasErrno("ECONNREFUSED");
        assertThat(timedOut).isDown().hasTimedOut().hasNoRoundTrip();
        assertThat(unknown).isUnknown().isUnknownBecause(UnknownReason.SATURATED);
    }

    @Test
    void failedAssertion_givesStateAndEvidence() {
        assertThatThrownBy(() -> assertThat(up).isRefused())
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("state: Up (expected Down REFUSED)")
                .hasMessageContaining(up.describe())
                .hasMessageContaining(up.evidence().toString())
                .hasMessageContaining(up.timing().toString());
    }

    @Test
    void falseAssertions_failWithTheActualValue() {
        fails(up, CheckResultAssert::isDown, "state: Up (expected Down)");
        fails(up, CheckResultAssert::isUnknown, "state: Up (expected Unknown)");
        fails(refused, CheckResultAssert::isUp, "state: Down REFUSED (expected Up)");
        fails(refused, CheckResultAssert::hasTimedOut, "state: Down REFUSED (expected Down TIMED_OUT)");
        fails(timedOut, CheckResultAssert::isUnreachable, "state: Down TIMED_OUT (expected Down UNREACHABLE)");
        fails(
                unknown,
                a -> a.isUnknownBecause(UnknownReason.NO_ROUTE),
                "state: Unknown SATURATED (expected Unknown NO_ROUTE)");
        fails(up, a -> a.hasTarget("bd:1"), "target: db:1 (expected bd:1)");
        fails(up, a -> a.hasHandshake(Handshake.FULL), "handshake: HALF (expected FULL)");
        fails(up, a -> a.answeredBy(Signal.RST), "signal: SYN_ACK (expected RST)");
        fails(up, a -> a.hasSyns(2), "syns: 1 (expected 2)");
        fails(up, a -> a.hasEngine("syn"), "engine: fake (expected syn)");
        fails(up, a -> a.hasErrno("EPERM"), "errno: null (expected EPERM)");
        fails(up, a -> a.hasRoundTripLessThan(MILLISECOND), "round trip: PT0.001S (expected < PT0.001S)");
        fails(timedOut, a -> a.hasRoundTripLessThan(MILLISECOND), "round trip: null (expected < PT0.001S)");
        fails(up, CheckResultAssert::hasNoRoundTrip, "round trip: PT0.001S (expected none)");
        fails(up, a -> a.tookAtLeast(Duration.ofMillis(2)), "elapsed: PT0.001S (expected >= PT0.002S)");
        fails(up, a -> a.tookLessThan(MILLISECOND), "elapsed: PT0.001S (expected < PT0.001S)");
    }

    @Test
    void nullResult_failsTheAssertion() {
        assertThatThrownBy(() -> assertThat((CheckResult) null).isUp())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not to be null");
    }

    @Test
    void description_isKeptInTheFailureMessage() {
        assertThatThrownBy(() -> assertThat(up).as("the standby").isDown())
                .hasMessageStartingWith("[the standby] state: Up (expected Down)");
    }

    private static void fails(CheckResult result, Consumer<CheckResultAssert> assertion, String text) {
        assertThatThrownBy(() -> assertion.accept(assertThat(result)))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(text);
    }
}
