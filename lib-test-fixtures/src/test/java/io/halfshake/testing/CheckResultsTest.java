package io.halfshake.testing;

import static io.halfshake.testing.HalfshakeAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.halfshake.CheckResult;
import io.halfshake.Signal;
import io.halfshake.UnknownReason;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CheckResultsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String TARGET = "db:5432";

    /** The result of a fake with this script. */
    private static CheckResult faked(String target, Consumer<FakeScript> script) {
        FakeChecker checker = FakeChecker.create();
        script.accept(checker.on(target));
        return checker.checkAddr(target, SECOND);
    }

    @Test
    void results_areThoseOfAFakeChecker() {
        IOException cause = new IOException("out of memory");

        assertThat((Object) CheckResults.up(TARGET)).isEqualTo(faked(TARGET, FakeScript::up));
        assertThat((Object) CheckResults.up(TARGET, Duration.ofMillis(2)))
                .isEqualTo(faked(TARGET, script -> script.up(Duration.ofMillis(2))));
        assertThat((Object) CheckResults.refused(TARGET)).isEqualTo(faked(TARGET, FakeScript::refused));
        assertThat((Object) CheckResults.timedOut(TARGET)).isEqualTo(faked(TARGET, FakeScript::timesOut));
        assertThat((Object) CheckResults.timedOut(TARGET, SECOND)).isEqualTo(faked(TARGET, FakeScript::timesOut));
        assertThat((Object) CheckResults.unreachable(TARGET)).isEqualTo(faked(TARGET, FakeScript::unreachable));
        assertThat((Object) CheckResults.unknown(TARGET, UnknownReason.UNRESOLVED))
                .isEqualTo(faked(TARGET, script -> script.unknown(UnknownReason.UNRESOLVED)));
        assertThat((Object) CheckResults.unknown(TARGET, UnknownReason.LOCAL_FAILURE, cause))
                .isEqualTo(faked(TARGET, script -> script.unknown(UnknownReason.LOCAL_FAILURE, cause)));
    }

    @Test
    void results_areWhatTheirNamesSay() {
        assertThat(CheckResults.up(TARGET, Duration.ofMillis(2))).isUp().hasTarget(TARGET);
        assertThat(CheckResults.up(TARGET, Duration.ofMillis(2)).roundTrip()).isEqualTo(Duration.ofMillis(2));
        assertThat(CheckResults.refused(TARGET)).isRefused().answeredBy(Signal.RST);
        assertThat(CheckResults.timedOut(TARGET)).hasTimedOut().tookAtLeast(SECOND);
        assertThat(CheckResults.unreachable(TARGET)).isUnreachable().answeredBy(Signal.ICMP);
        assertThat(CheckResults.unknown(TARGET, UnknownReason.NO_DESCRIPTORS))
                .isUnknownBecause(UnknownReason.NO_DESCRIPTORS)
                .hasSyns(0);
        assertThat(CheckResults.refused("[::1]:80").address()).hasToString("/[0:0:0:0:0:0:0:1]:80");
    }

    @Test
    @SuppressWarnings("NullAway") // What a caller without NullAway may do.
    void misuse_throwsWithNameValueAndRule() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CheckResults.up("db"))
                .withMessageStartingWith("target: \"db\" (expected ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CheckResults.up(TARGET, SECOND.negated()))
                .withMessage("roundTrip: PT-1S (expected >= 0)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CheckResults.timedOut(TARGET, Duration.ZERO))
                .withMessage("timeout: PT0S (expected > 0)");
        assertThatNullPointerException()
                .isThrownBy(() -> CheckResults.unknown(TARGET, null))
                .withMessage("reason");
    }
}
