package app;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Checker;
import io.halfshake.testing.FakeChecker;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** A fake takes the place of the checker, also of one that the application defines. */
@SpringBootTest(properties = {"db=127.0.0.1:5432", "cache=127.0.0.1:6379"})
class FakeCheckerTest {
    @Test
    void application_asksTheFake(@Autowired Checker checker) {
        assertThat(checker).isInstanceOf(FakeChecker.class);
        assertThat(checker.checkAddr("127.0.0.1:5432", Duration.ofSeconds(1)).isUp())
                .isTrue();
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Fakes {
        @Bean
        @Primary
        Checker fakeChecker() {
            FakeChecker checker = FakeChecker.create();
            checker.otherwise().up();
            return checker;
        }
    }
}
