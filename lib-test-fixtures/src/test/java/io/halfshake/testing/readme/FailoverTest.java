package io.halfshake.testing.readme;

import static io.halfshake.testing.HalfshakeAssertions.assertThat;

import io.halfshake.testing.FakeChecker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailoverTest {
    @Test
    void checker_reportsThatTheDatabaseWentDown() {
        FakeChecker checker = FakeChecker.create();
        checker.on("db:5432").up(Duration.ofMillis(2)).refused();

        assertThat(checker.checkAddr("db:5432", Duration.ofSeconds(1))).isUp();
        assertThat(checker.checkAddr("db:5432", Duration.ofSeconds(1))).isRefused();
    }
}
