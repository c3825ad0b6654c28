package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.halfshake.CheckResult;
import io.halfshake.CheckState;
import io.halfshake.DownReason;
import io.halfshake.Target;
import io.halfshake.UnknownReason;
import io.halfshake.monitor.time.MonitorTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class MonitorReadingTest {
    private final HandTime time = new HandTime();
    private final Map<String, CheckResult> answers = new HashMap<>();
    private final List<Transition> transitions = new ArrayList<>();
    private final List<Runnable> tasks = new ArrayList<>();
    private Duration wallAhead = Duration.ZERO;

    /** The wall clock is read a little later each time, and may be set. */
    private final MonitorTime unsteady = new MonitorTime() {
        @Override
        public long nanoTime() {
            return time.nanoTime();
        }

        @Override
        public Instant wallTime() {
            wallAhead = wallAhead.plusNanos(700);
            return time.wallTime().plus(wallAhead);
        }

        @Override
        public Drive drive(LongSupplier turn) {
            return time.drive(turn);
        }
    };

    private final Monitor monitor = Monitor.builder(new MonitorTestChecker((target, timeout) -> {
                CheckResult answer = answers.get(target);
                return answer == null ? new CompletableFuture<>() : CompletableFuture.completedFuture(answer);
            }))
            .time(unsteady)
            .jitter(0)
            .startSpread(Duration.ZERO)
            .interval(Duration.ofSeconds(1))
            .listener(transitions::add)
            .callbackExecutor(tasks::add)
            .build();

    private TargetStatus status(String target) {
        TargetStatus status = monitor.status(target);
        if (status == null) {
            throw new AssertionError("it is monitored: " + target);
        }
        return status;
    }

    private static CheckResult up(String target) {
        return MonitorSamples.up(target, MonitorSamples.address("db", 1));
    }

    private static CheckResult down(String target) {
        return MonitorSamples.down(target, MonitorSamples.address("db", 1));
    }

    @Test
    void since_isTheSameInEachStatusAndInTheTransition() {
        monitor.add("db:80");
        Instant added = status("db:80").since();
        assertThat(status("db:80").since()).isEqualTo(added);
        answers.put("db:80", up("db:80"));
        time.pass(Duration.ofSeconds(3));
        tasks.forEach(Runnable::run);
        Instant since = status("db:80").since();

        assertThat(since).isNotEqualTo(added).isEqualTo(transitions.get(0).at());
        assertThat(status("db:80").since()).isEqualTo(since);
        wallAhead = wallAhead.plusHours(1);
        time.pass(Duration.ofMinutes(1));
        assertThat(status("db:80").since()).isEqualTo(since);
        assertThat(monitor.snapshot().targets()).extracting(TargetStatus::since).containsExactly(since);
    }

    @Test
    void epochNanos_isClampedOutOfRange() {
        assertThat(ClockSample.epochNanos(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
        assertThat(ClockSample.epochNanos(Instant.MIN)).isEqualTo(-Long.MAX_VALUE);
        assertThat(ClockSample.epochNanos(Instant.EPOCH.minusNanos(5))).isEqualTo(-5);
    }

    @Test
    void forEachTarget_givesStateAndLastResult() {
        answers.put("up:80", up("up:80"));
        answers.put("down:80", down("down:80"));
        answers.put("doubt:80", up("doubt:80"));
        answers.put("unknown:80", MonitorSamples.unknown("unknown:80", null, null));
        List.of("up:80", "down:80", "doubt:80", "unknown:80", "none:80").forEach(monitor::add);
        time.pass(Duration.ofMillis(10));
        answers.put("doubt:80", down("doubt:80"));
        time.pass(Duration.ofMillis(1_200));
        Map<String, TargetSummary> found = new HashMap<>();
        monitor.forEachTarget(each -> found.put(each.target(), each));

        assertThat(found.values())
                .containsExactlyInAnyOrder(
                        new TargetSummary("up:80", TargetState.UP, since("up:80"), CheckState.UP),
                        new TargetSummary("down:80", TargetState.DOWN, since("down:80"), CheckState.DOWN),
                        new TargetSummary("doubt:80", TargetState.UP, since("doubt:80"), CheckState.DOWN),
                        new TargetSummary("unknown:80", TargetState.UNKNOWN, since("unknown:80"), CheckState.UNKNOWN),
                        new TargetSummary("none:80", TargetState.UNKNOWN, since("none:80"), null));
    }

    private Instant since(String target) {
        return status(target).since();
    }

    @Test
    void forEachTarget_mayRemoveTargets() {
        List.of("a:80", "b:80", "c:80").forEach(monitor::add);
        monitor.forEachTarget(each -> monitor.remove(each.target()));

        assertThat(monitor.targets()).isEmpty();
    }

    @Test
    void stats_includeRemovedTargets() {
        answers.put("up:80", up("up:80"));
        answers.put("down:80", down("down:80"));
        answers.put("unknown:80", MonitorSamples.unknown("unknown:80", null, null));
        List.of("up:80", "down:80", "unknown:80").forEach(monitor::add);
        time.pass(Duration.ofMillis(10));
        MonitorStats before = monitor.stats();
        List.of("up:80", "down:80", "unknown:80").forEach(monitor::remove);

        assertThat(before.checks())
                .isEqualTo(new CheckCounts(1, Map.of(DownReason.REFUSED, 1L), Map.of(UnknownReason.UNRESOLVED, 1L), 0));
        assertThat(before.roundTrips()).isEqualTo(1);
        assertThat(before.roundTripSum()).isEqualTo(Duration.ofNanos(777));
        assertThat(monitor.stats().checks()).isEqualTo(before.checks());
        assertThat(monitor.stats().roundTripSum()).isEqualTo(before.roundTripSum());
    }

    @Test
    void stats_countTransitionsOfAllTargets() {
        answers.put("a:80", up("a:80"));
        answers.put("b:80", up("b:80"));
        answers.put("c:80", down("c:80"));
        List.of("a:80", "b:80", "c:80").forEach(monitor::add);
        time.pass(Duration.ofMillis(10));
        monitor.remove("c:80");

        assertThat(monitor.stats().transitionsUp()).isEqualTo(2);
        assertThat(monitor.stats().transitionsDown()).isEqualTo(1);
    }

    @Test
    void roundTripSum_addsPartsOfMicroseconds() {
        CheckTotals totals = new CheckTotals();
        for (int i = 0; i < 1_000; i++) {
            totals.add(up("db:80"), false);
        }

        assertThat(totals.roundTrips()).isEqualTo(1_000);
        assertThat(totals.roundTripSum()).isEqualTo(Duration.ofNanos(777_000));
    }

    @Test
    void add_takesATarget() {
        monitor.add(new Target("db", 80));
        monitor.add(new Target("::1", 80), TargetSettings.inherited().withFall(1));

        assertThat(monitor.targets()).containsExactly("db:80", "[::1]:80");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> monitor.add(new Target("db", 0)))
                .withMessageStartingWith("target: \"db\" (expected ");
    }
}
