package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * A checker that hangs in {@code checkAddrAsync}, and the monitor's thread with it: a stall in the middle of a turn.
 */
class HangingCheckerTest {
    private static final int TARGETS = 1_000;

    private final HandTime time = new HandTime();
    private final Map<Long, Integer> perTenth = new TreeMap<>();
    private final CompletableFuture<CheckResult> underWay = new CompletableFuture<>();
    private Duration hangs = Duration.ZERO;
    private final Monitor monitor = Monitor.builder(new MonitorTestChecker(this::ask))
            .time(time)
            .jitter(0)
            .build();

    private CompletableFuture<CheckResult> ask(String target, Duration timeout) {
        perTenth.merge(time.nanos / 100_000_000, 1, Integer::sum);
        time.nanos += hangs.toNanos();
        hangs = Duration.ZERO;
        return target.equals("slow:80")
                ? underWay
                : CompletableFuture.completedFuture(MonitorSamples.up(target, MonitorSamples.address("", 1)));
    }

    @Test
    void checksDueDuringAHang_areMadeUpWithoutABurst() {
        for (int i = 0; i < TARGETS; i++) {
            monitor.add("db:" + (1 + i));
        }
        time.pass(Duration.ofSeconds(7));
        hangs = Duration.ofSeconds(4);
        time.pass(Duration.ofSeconds(12));

        // 20 as usual, and at most one made up for in each millisecond.
        assertThat(perTenth.values()).allMatch(count -> count <= 125);
        assertThat(monitor.stats().stalls()).isEqualTo(1);
    }

    @Test
    void checkInFlight_getsItsGraceAgainAfterAStall() {
        monitor.add("slow:80");
        time.pass(Duration.ofMillis(100));
        hangs = Duration.ofSeconds(4);
        monitor.add("hanging:80", TargetSettings.inherited().withInterval(Duration.ofMillis(100)));
        time.pass(Duration.ofSeconds(4).plusMillis(300));
        assertThat(monitor.stats().stalls()).isEqualTo(1);
        underWay.complete(MonitorSamples.up("slow:80", MonitorSamples.address("", 1)));

        assertThat(monitor.stats().overdue()).isZero();
        assertThat(monitor.stats().up()).isEqualTo(2);
    }

    @Test
    void stalledTime_lowersTheAvailabilityBound() {
        monitor.add("db:80");
        time.pass(Duration.ofSeconds(6));
        time.nanos += Duration.ofSeconds(6).toNanos();
        TargetStatus status = monitor.status("db:80");

        assertThat(status).isNotNull();
        assertThat(status.outageHistory().availability(Duration.ofSeconds(6)).lower())
                .isLessThan(0.01);
        assertThat(monitor.stats().stalled()).isGreaterThan(Duration.ofSeconds(5));
    }

    @Test
    void availability_coversNoTimeOfForgottenStalls() {
        // Never hit by a stall itself.
        monitor.add("db:80", TargetSettings.inherited().withInterval(Duration.ofHours(1)));
        time.pass(Duration.ofSeconds(1));
        for (int i = 0; i < 1_200; i++) {
            time.nanos += Duration.ofMillis(600).toNanos();
            time.pass(Duration.ofMillis(10));
        }
        TargetStatus status = monitor.status("db:80");

        assertThat(status).isNotNull();
        assertThat(status.outageHistory().unobserved()).hasSize(1_000);
        assertThat(status.outageHistory().availability(Duration.ofDays(1)).from())
                .isEqualTo(status.outageHistory().unobserved().get(0).from().minusMillis(9));
    }
}
