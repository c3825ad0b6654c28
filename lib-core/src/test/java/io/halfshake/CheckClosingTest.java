package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CheckClosingTest extends ScriptedCheck {
    @Test
    void close_endsRunningQueuedAndResolvingChecks() {
        rig.maxInFlight = 1;
        rig.resolver = host -> new CompletableFuture<>();
        CompletableFuture<CheckResult> asked = rig.check(TIMEOUT);
        CompletableFuture<CheckResult> queued = rig.check(TIMEOUT);
        CompletableFuture<CheckResult> resolving = rig.checkName("db:80", TIMEOUT);

        rig.close();

        for (CompletableFuture<CheckResult> future : List.of(asked, queued, resolving)) {
            assertThat(unknownReason(rig.resultOf(future))).isEqualTo(UnknownReason.CHECKER_CLOSED);
        }
        assertThat(engine.cancelled).hasSize(1);
        assertThat(rig.resultOf(asked).evidence().syns()).isEqualTo(1);
        assertThat(rig.resultOf(queued).evidence().syns()).isZero();
    }

    @Test
    void checkAfterClose_throwsIllegalState() {
        rig.close();

        assertThatThrownBy(() -> rig.check(TIMEOUT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("checker: closed (expected open)");
    }
}
