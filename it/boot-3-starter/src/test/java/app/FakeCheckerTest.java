package app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.halfshake.Checker;
import io.halfshake.monitor.Monitor;
import io.halfshake.testing.FakeChecker;
import io.halfshake.testing.RecordedCheck;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

/** A fake takes the place of the checker. Nothing listens on these ports of this host. */
@Import(Fakes.class)
@SpringBootTest(properties = {"db=127.0.0.1:1", "cache=127.0.0.1:2"})
class FakeCheckerTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @Test
    void monitor_asksTheFake(@Autowired Monitor monitor, @Autowired Checker checker) {
        await().atMost(LIMIT).until(() -> monitor.stats().up() == 2);

        assertThat(((FakeChecker) checker).recordedChecks())
                .extracting(RecordedCheck::target)
                .contains("127.0.0.1:1", "127.0.0.1:2");
    }
}
