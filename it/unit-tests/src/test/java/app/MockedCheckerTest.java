package app;

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
import io.halfshake.monitor.Transition;
import io.halfshake.testing.CheckResults;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MockedCheckerTest {
    private final Checker checker = mock(Checker.class);

    /** Keeps the first result. */
    private static final class FirstResult implements MonitorListener {
        final CompletableFuture<CheckResult> result = new CompletableFuture<>();

        @Override
        public void onTransition(Transition transition) {}

        @Override
        public void onResult(TargetResult found) {
            result.complete(found.result());
        }
    }

    @Test
    void mockedChecker_returnsAResultMadeForIt() {
        when(checker.checkAddr(eq("db:5432"), any())).thenReturn(CheckResults.refused("db:5432"));

        assertThat(checker.checkAddr("db:5432", Duration.ofSeconds(1))).isRefused();
    }

    @Test
    void mockThatWasToldNothing_isUnknownAndTheCauseNamesTheMethod() throws Exception {
        FirstResult first = new FirstResult();
        try (Monitor monitor = Monitor.builder(checker).listener(first).build()) {
            monitor.add("db:5432");

            CheckResult result = first.result.get(1, TimeUnit.MINUTES);

            assertThat(result).isUnknownBecause(UnknownReason.LOCAL_FAILURE);
            assertThat(((CheckResult.Unknown) result).cause())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("checker.checkAddrAsync: null (expected a future of a result)");
        }
    }
}
