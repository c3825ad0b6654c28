package app;

import io.halfshake.Checker;
import io.halfshake.testing.FakeChecker;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

@TestConfiguration(proxyBeanMethods = false)
class Fakes {
    @Bean
    @Primary
    Checker fakeChecker() {
        FakeChecker checker = FakeChecker.create();
        checker.otherwise().up();
        return checker;
    }
}
