package app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.halfshake.Checker;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TargetStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/** An unstubbed mock takes the place of the checker. Nothing listens on these ports of this host. */
@SpringBootTest(properties = {"db=127.0.0.1:1", "cache=127.0.0.1:2"})
class MockedCheckerTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @MockitoBean
    Checker checker;

    @Test
    void everyResultOfAMock_isUnknown(@Autowired Monitor monitor) {
        await().atMost(LIMIT).until(() -> monitor.stats().checks().unknowns() > 1);

        assertThat(monitor.snapshot().targets())
                .extracting(TargetStatus::target, TargetStatus::state)
                .containsExactly(tuple("127.0.0.1:1", TargetState.UNKNOWN), tuple("127.0.0.1:2", TargetState.UNKNOWN));
        assertThat(monitor.stats().checks().up()).isZero();
        assertThat(monitor.stats().checks().downs()).isZero();
    }
}
