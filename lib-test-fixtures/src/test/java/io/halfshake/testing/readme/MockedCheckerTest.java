package io.halfshake.testing.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.testing.CheckResults;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MockedCheckerTest {
    /** The code under test. */
    private record Readiness(Checker checker) {
        boolean isReady() {
            return checker.checkAddr("db:5432", Duration.ofSeconds(1)).isUp();
        }

        CompletableFuture<Boolean> isReadyLater() {
            return checker.checkAddrAsync("db:5432", Duration.ofSeconds(1)).thenApply(CheckResult::isUp);
        }
    }

    private final Checker checker = mock(Checker.class);

    @Test
    void refusedDatabase_isNotReady() {
        when(checker.checkAddr(eq("db:5432"), any())).thenReturn(CheckResults.refused("db:5432"));

        assertThat(new Readiness(checker).isReady()).isFalse();
    }

    @Test
    void answeringDatabase_isReadyLater() {
        CheckResult up = CheckResults.up("db:5432", Duration.ofMillis(2));
        when(checker.checkAddrAsync(eq("db:5432"), any())).thenReturn(CompletableFuture.completedFuture(up));

        assertThat(new Readiness(checker).isReadyLater().join()).isTrue();
    }
}
