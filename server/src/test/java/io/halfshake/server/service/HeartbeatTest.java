package io.halfshake.server.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.testing.CheckResults;
import io.halfshake.testing.ManualTime;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HeartbeatTest {
    private static final String WATCHDOG = "WATCHDOG=1";

    private final RecordingSocket socket = new RecordingSocket();
    private final ManualTime time = ManualTime.startingAt(Long.MAX_VALUE - 500_000_000);
    private final Stats stats = new Stats();
    private CompletableFuture<CheckResult> ownCheck = CompletableFuture.completedFuture(CheckResults.up("127.0.0.1:1"));
    private String status = "one";

    /** Four times the interval of the notifications. */
    private Heartbeat heartbeat(Duration watchdog) {
        long micros = TimeUnit.NANOSECONDS.toMicros(watchdog.toNanos());
        return heartbeat(socket.manager(Map.of("WATCHDOG_USEC", Long.toString(micros))));
    }

    private Heartbeat heartbeat(ServiceManager manager) {
        return new Heartbeat(manager, stats::get, () -> ownCheck, () -> status, time);
    }

    /** A beat each second. */
    private void pass(Heartbeat heartbeat, int seconds) {
        for (int second = 0; second < seconds; second++) {
            time.advance(Duration.ofSeconds(1));
            heartbeat.beat();
        }
    }

    @Test
    void watchdog_isNotifiedFourTimesInItsTime() {
        Heartbeat heartbeat = heartbeat(Duration.ofSeconds(8));
        pass(heartbeat, 8);
        assertThat(socket.take()).containsExactly(WATCHDOG, WATCHDOG, WATCHDOG, WATCHDOG);
    }

    @Test
    void stalledSchedule_isNotReportedAlive() {
        Heartbeat heartbeat = heartbeat(Duration.ofSeconds(4));
        for (int second = 0; second < 10; second++) {
            stats.goOnStalling(Duration.ofSeconds(1));
            pass(heartbeat, 1);
        }
        assertThat(socket.take()).doesNotContain(WATCHDOG);

        pass(heartbeat, 1);
        assertThat(socket.take()).containsExactly(WATCHDOG);
    }

    @Test
    void engineThatHangs_isNotReportedAlive() {
        Heartbeat heartbeat = heartbeat(Duration.ofSeconds(4));
        ownCheck = new CompletableFuture<>();
        pass(heartbeat, 9);
        assertThat(socket.take()).isEmpty();

        assertThat(ownCheck.complete(CheckResults.up("127.0.0.1:1"))).isTrue();
        pass(heartbeat, 1);
        assertThat(socket.take()).contains(WATCHDOG);
    }

    @Test
    void ownAddress_isCheckedForTheWatchdogOnly() {
        AtomicInteger checks = new AtomicInteger();
        Supplier<CompletableFuture<CheckResult>> counting = () -> {
            checks.incrementAndGet();
            return ownCheck;
        };
        pass(new Heartbeat(socket.manager(), stats::get, counting, () -> status, time), 100);
        assertThat(checks).hasValue(0);

        ServiceManager watchdog = socket.manager(Map.of("WATCHDOG_USEC", "60000000"));
        pass(new Heartbeat(watchdog, stats::get, counting, () -> status, time), 60);
        assertThat(checks).hasValue(4);
    }

    @Test
    void status_isSentEveryTenSecondsAtMost() {
        Heartbeat heartbeat = heartbeat(socket.manager());
        pass(heartbeat, 9);
        assertThat(socket.take()).isEmpty();
        pass(heartbeat, 1);
        assertThat(socket.take()).containsExactly("STATUS=one");
        status = "two";
        pass(heartbeat, 9);
        assertThat(socket.take()).isEmpty();
        pass(heartbeat, 1);
        assertThat(socket.take()).containsExactly("STATUS=two");
    }

    @Test
    void withoutAWatchdog_noneIsNotified() {
        Heartbeat heartbeat = heartbeat(socket.manager());
        pass(heartbeat, 100);
        assertThat(socket.take()).isNotEmpty().doesNotContain(WATCHDOG);
    }

    @Test
    void readyThatWasNotSent_isSentWithTheNextBeat() {
        socket.setBroken(true);
        ServiceManager manager = socket.manager();
        Heartbeat heartbeat = heartbeat(manager);
        manager.ready("one");
        pass(heartbeat, 1);
        socket.setBroken(false);
        pass(heartbeat, 1);
        assertThat(socket.take()).containsExactly("READY=1\nSTATUS=one");
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void startedHeartbeat_notifiesByItself() {
        ServiceManager manager = socket.manager(Map.of("WATCHDOG_USEC", "4000"));
        try (Heartbeat heartbeat = new Heartbeat(manager, stats::get, () -> ownCheck, () -> status)) {
            heartbeat.start();
            while (!socket.take().contains(WATCHDOG)) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void withoutAServiceManager_thereIsNoThread() {
        try (Heartbeat heartbeat = heartbeat(ServiceManager.none())) {
            heartbeat.start();
            assertThat(heartbeat.isRunning()).isFalse();
        }
    }
}
