package app;

import static io.halfshake.testing.HalfshakeAssertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.halfshake.Checker;
import io.halfshake.monitor.Monitor;
import io.halfshake.testing.CheckResults;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MockedCheckerTest {
    private final Checker checker = mock(Checker.class);

    @Test
    void mockedChecker_returnsAResultMadeForIt() {
        when(checker.checkAddr(eq("db:5432"), any())).thenReturn(CheckResults.refused("db:5432"));

        assertThat(checker.checkAddr("db:5432", Duration.ofSeconds(1))).isRefused();
    }

    @Test
    void mockThatWasToldNothing_canBeMonitored() {
        try (Monitor monitor = Monitor.builder(checker).build()) {
            monitor.add("db:5432");
        }
    }
}
