package app;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Checker;
import io.halfshake.monitor.Monitor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/** A mock that was told nothing takes the place of the checker. */
@SpringBootTest(properties = {"db=127.0.0.1:5432", "cache=127.0.0.1:6379"})
class MockedCheckerTest {
    @MockitoBean
    Checker checker;

    @Test
    void application_startsWithAMock(@Autowired Monitor monitor) {
        assertThat(monitor.targets()).containsExactly("127.0.0.1:5432", "127.0.0.1:6379");
        assertThat(checker.stats()).isNull();
    }
}
