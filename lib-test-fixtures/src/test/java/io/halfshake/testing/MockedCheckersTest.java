package io.halfshake.testing;

import static io.halfshake.testing.HalfshakeAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.UnknownReason;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorListener;
import io.halfshake.monitor.TargetResult;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.Transition;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Monitors around a mock, as a service's unit test may have them. */
class MockedCheckersTest {
    private final Checker checker = mock(Checker.class);
    private final FirstResult first = new FirstResult();

    private static final class FirstResult implements MonitorListener {
        private final CompletableFuture<TargetResult> result = new CompletableFuture<>();

        @Override
        public void onTransition(Transition transition) {}

        @Override
        public void onResult(TargetResult found) {
            result.complete(found);
        }
    }

    private TargetResult firstResult() throws Exception {
        try (Monitor monitor = Monitor.builder(checker).listener(first).build()) {
            monitor.add("db:5432");
            return first.result.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void mockThatWasToldNothing_makesTheTargetUnknownWithTheCause() throws Exception {
        TargetResult found = firstResult();

        assertThat(found.result()).isUnknownBecause(UnknownReason.LOCAL_FAILURE);
        // This Mockito returns a future of null, and older ones null.
        assertThat(found.result().describe()).contains("checker.checkAddrAsync: null (expected a future");
        assertThat(found.state()).isEqualTo(TargetState.UNKNOWN);
    }

    @Test
    void mockedResult_decidesTheState() throws Exception {
        CheckResult refused = CheckResults.refused("db:5432");
        when(checker.checkAddrAsync(eq("db:5432"), any())).thenReturn(CompletableFuture.completedFuture(refused));

        TargetResult found = firstResult();

        assertThat(found.result()).isSameAs(refused);
        assertThat(found.state()).isEqualTo(TargetState.DOWN);
    }
}
