package io.halfshake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.testing.Asked;
import io.halfshake.testing.FakeChecker;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class NotingCheckerTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final FakeChecker fake = FakeChecker.create();
    private final List<CheckResult> notes = new ArrayList<>();
    private final NotingChecker checker = new NotingChecker(fake, notes::add);

    @Test
    void everyAsynchronousResultIsNoted() {
        fake.otherwise().up(Duration.ofMillis(2));
        CompletableFuture<CheckResult> one = checker.checkAddrAsync("db:1", SECOND);
        CompletableFuture<CheckResult> other = checker.checkAsync(new InetSocketAddress("192.0.2.7", 2), SECOND);
        assertThat(notes).isEmpty();
        fake.time().advance(SECOND);
        assertThat(notes).containsExactly(one.join(), other.join());
    }

    @Test
    void cancellingReachesTheCheck() {
        fake.otherwise().timesOut();
        assertThat(checker.checkAddrAsync("db:1", SECOND).cancel(true)).isTrue();
        assertThat(fake.cancelled()).extracting(Asked::target).containsExactly("db:1");
        assertThat(notes).isEmpty();
    }

    @Test
    void theRestIsTheCheckersOwn() {
        fake.otherwise().up();
        assertThat(checker.checkAddr("db:1", SECOND).isUp()).isTrue();
        assertThat(checker.check(new InetSocketAddress("192.0.2.7", 2), SECOND).isUp())
                .isTrue();
        checker.checkAll(List.of("db:3").iterator(), SECOND, result -> {});
        assertThat(fake.asked()).extracting(Asked::target).containsExactly("db:1", "192.0.2.7:2", "db:3");
        assertThat(checker.engine()).isEqualTo(fake.engine());
        assertThat(checker.stats()).isEqualTo(fake.stats());
        checker.close();
        assertThat(notes).isEmpty();
    }
}
