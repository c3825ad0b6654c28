package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.halfshake.UnknownReason;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MonitorScheduleTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static List<Long> millisOf(ScriptedMonitor rig, String target) {
        return rig.checks().stream()
                .filter(asked -> asked.target().equals(target))
                .map(asked -> asked.at().toMillis())
                .toList();
    }

    @Test
    void targetAddedLater_isCheckedAtOnce() {
        ScriptedMonitor rig = ScriptedMonitor.create();
        rig.watch("a:1").up();
        rig.watch("b:1").up();
        rig.advance(Duration.ofSeconds(7));
        rig.watch("c:1").up();
        rig.advance(Duration.ZERO);

        assertThat(rig.status("c:1").state()).isEqualTo(TargetState.UP);
    }

    @Test
    void schedule_doesNotDrift() {
        ScriptedMonitor rig = ScriptedMonitor.create(monitor -> monitor.interval(SECOND));
        rig.watch("db:1").up(Duration.ofMillis(300));
        rig.advance(Duration.ofHours(1));

        assertThat(millisOf(rig, "db:1")).hasSize(3_601).allMatch(millis -> millis % 1_000 == 0);
    }

    @Test
    void jitter_doesNotAccumulate() {
        ScriptedMonitor rig =
                ScriptedMonitor.create(monitor -> monitor.interval(SECOND).jitter(0.4));
        rig.watch("db:1").up();
        rig.advance(Duration.ofHours(1));
        List<Long> asked = millisOf(rig, "db:1");

        assertThat(asked).hasSizeBetween(3_600, 3_601);
        for (int i = 0; i < asked.size(); i++) {
            assertThat(asked.get(i)).isCloseTo(i * 1_000L, within(202L));
        }
        assertThat(asked.stream().map(millis -> millis % 1_000).distinct().count())
                .isGreaterThan(200);
    }

    @Test
    void targetsAddedTogether_areSpreadOverTheInterval() {
        ScriptedMonitor rig = ScriptedMonitor.create();
        rig.otherwise().up();
        for (int i = 0; i < 10_000; i++) {
            rig.monitor().add("db:" + (1 + i));
        }
        rig.advance(Duration.ofSeconds(5).minusMillis(2));
        Map<Long, Long> perTenth = rig.checks().stream()
                .collect(Collectors.groupingBy(asked -> asked.at().toMillis() / 100, Collectors.counting()));

        assertThat(rig.checks()).hasSizeBetween(9_990, 10_000);
        assertThat(perTenth.values()).hasSize(50).allMatch(count -> count >= 190 && count <= 210);
    }

    @Test
    void startSpreadOfZero_checksAllAtOnce() {
        ScriptedMonitor rig = ScriptedMonitor.create(monitor -> monitor.startSpread(Duration.ZERO));
        rig.otherwise().up();
        rig.monitor().add("db:1");
        rig.monitor().add("db:2");
        rig.advance(Duration.ZERO);

        assertThat(rig.checks()).hasSize(2);
    }

    @Test
    void schedule_isFasterInDoubtAndSlowerWhenDown() {
        ScriptedMonitor rig = ScriptedMonitor.create(monitor -> monitor.interval(Duration.ofSeconds(10))
                .fastInterval(Duration.ofSeconds(1))
                .downInterval(Duration.ofSeconds(30)));
        rig.watch("db:1").up().refused().times(4).up();
        rig.advance(Duration.ofSeconds(90));

        assertThat(millisOf(rig, "db:1"))
                .containsExactly(0L, 10_000L, 11_000L, 12_000L, 42_000L, 72_000L, 73_000L, 83_000L);
        assertThat(rig.status("db:1").state()).isEqualTo(TargetState.UP);
    }

    @Test
    void unknownInDoubt_waitsForTheNormalInterval() {
        ScriptedMonitor rig = ScriptedMonitor.create();
        rig.watch("db:1").up().refused().unknown(UnknownReason.SATURATED).refused();
        rig.advance(Duration.ofSeconds(11));

        assertThat(millisOf(rig, "db:1")).containsExactly(0L, 5_000L, 6_000L, 11_000L);
        assertThat(rig.status("db:1").inDoubt()).isTrue();
        assertThat(rig.status("db:1").streak()).isEqualTo(-2);
    }

    @Test
    void slowTarget_neverOverlapsItselfNorDelaysOthers() {
        ScriptedMonitor rig = ScriptedMonitor.create(
                monitor -> monitor.interval(SECOND).timeout(SECOND).jitter(1));
        rig.watch("slow:1").timesOut();
        rig.watch("fast:1").up(Duration.ofMillis(1));
        for (int i = 0; i < 60_000; i++) {
            rig.advance(Duration.ofMillis(1));
            assertThat(rig.inFlight()).isLessThanOrEqualTo(2);
            assertThat(rig.monitor().stats().inFlight()).isEqualTo(rig.inFlight());
        }
        List<Long> slow = millisOf(rig, "slow:1");

        assertThat(millisOf(rig, "fast:1")).hasSizeBetween(59, 61);
        assertThat(slow).hasSizeGreaterThan(30);
        for (int i = 1; i < slow.size(); i++) {
            assertThat(slow.get(i) - slow.get(i - 1)).isGreaterThanOrEqualTo(1_000);
        }
    }

    @Test
    void targetSettings_applyToOneTargetOnly() {
        ScriptedMonitor rig = ScriptedMonitor.create();
        rig.otherwise().up();
        rig.monitor().add("a:1", TargetSettings.inherited().withInterval(SECOND).withTimeout(Duration.ofMillis(50)));
        rig.monitor().add("b:1");
        rig.advance(Duration.ofSeconds(20));

        assertThat(millisOf(rig, "a:1")).hasSize(21);
        assertThat(millisOf(rig, "b:1")).hasSize(4);
        assertThat(rig.checks())
                .filteredOn(asked -> asked.target().equals("a:1"))
                .allMatch(asked -> asked.timeout().equals(Duration.ofMillis(50)));
    }

    @Test
    void checksMissedInAStall_areMadeUpWithoutABurst() {
        ScriptedMonitor rig = ScriptedMonitor.create();
        rig.otherwise().up();
        for (int i = 0; i < 1_000; i++) {
            rig.monitor().add("db:" + (1 + i));
        }
        rig.advance(Duration.ofSeconds(12));
        int before = rig.checks().size();
        rig.stall(Duration.ofSeconds(2));
        int atOnce = rig.checks().size() - before;
        rig.advance(Duration.ofSeconds(3));
        Map<String, Integer> made = new HashMap<>();
        rig.checks().stream().skip(before).forEach(asked -> made.merge(asked.target(), 1, Integer::sum));

        assertThat(atOnce).isLessThan(10);
        assertThat(made).hasSize(1_000);
        assertThat(made.values()).allMatch(count -> count <= 2);
        assertThat(rig.monitor().stats().stalls()).isEqualTo(1);
    }

    @Test
    void longStall_isMadeUpWithOneCheckPerTarget() {
        ScriptedMonitor rig = ScriptedMonitor.create();
        rig.otherwise().up();
        for (int i = 0; i < 10_000; i++) {
            rig.monitor().add("db:" + (1 + i));
        }
        rig.advance(Duration.ofSeconds(12));
        int before = rig.checks().size();
        rig.stall(Duration.ofMinutes(10));
        rig.advance(Duration.ofSeconds(5));

        assertThat(rig.checks().size() - before).isBetween(9_990, 15_000);
        assertThat(rig.checks().stream()
                        .skip(before)
                        .collect(Collectors.groupingBy(asked -> asked.at().toMillis() / 100, Collectors.counting()))
                        .values())
                .allMatch(count -> count <= 420);
        assertThat(rig.monitor().stats().skipped()).isGreaterThan(1_000_000);
    }

    @Test
    void longStall_delaysNoTargetBeyondAnInterval() {
        ScriptedMonitor rig = ScriptedMonitor.create();
        rig.otherwise().up();
        for (int i = 0; i < 100; i++) {
            rig.monitor().add("db:" + (1 + i));
        }
        rig.advance(Duration.ofSeconds(12));
        Duration before = rig.now();
        rig.stall(Duration.ofMinutes(10));
        Duration after = before.plus(Duration.ofMinutes(10));
        rig.advance(Duration.ofSeconds(20));

        for (String target : rig.monitor().targets()) {
            long last = after.toMillis();
            for (long at : millisOf(rig, target)) {
                assertThat(at - last).as(target).isLessThanOrEqualTo(5_001);
                last = Math.max(last, at);
            }
        }
    }

    @Test
    void fastInterval_holdsDespiteJitter() {
        ScriptedMonitor rig = ScriptedMonitor.create(monitor ->
                monitor.interval(Duration.ofSeconds(100)).fastInterval(SECOND).jitter(1));
        for (int i = 1; i <= 20; i++) {
            rig.watch("db:" + i).up().times(3).refused();
        }
        rig.advance(Duration.ofMinutes(10));

        for (String target : rig.monitor().targets()) {
            List<Long> asked = millisOf(rig, target);
            assertThat(asked.get(4) - asked.get(3)).as(target).isLessThanOrEqualTo(2_001);
            assertThat(asked.get(5) - asked.get(4)).as(target).isLessThanOrEqualTo(2_001);
        }
    }

    /** The clock stands for all that may run out of memory between the turns of two targets. */
    @Test
    void turnThatFailsBetweenTargets_losesNone() {
        for (int failing = 1; failing <= 30; failing++) {
            FailingTime time = new FailingTime();
            Map<String, Integer> checks = new HashMap<>();
            try (Monitor monitor = Monitor.builder(new MonitorTestChecker((target, timeout) -> {
                        checks.merge(target, 1, Integer::sum);
                        return new CompletableFuture<>();
                    }))
                    .interval(SECOND)
                    .timeout(Duration.ofMillis(100))
                    .jitter(0)
                    .startSpread(Duration.ZERO)
                    .time(time)
                    .build()) {
                Stream.of("a:1", "b:1", "c:1", "d:1", "e:1").forEach(monitor::add);
                time.failAt(failing);
                time.pass(Duration.ofSeconds(6));
            }

            assertThat(checks).as("with read %d of the clock failing", failing).hasSize(5);
            assertThat(checks.values())
                    .as("with read %d of the clock failing", failing)
                    .allMatch(count -> count >= 2);
        }
    }

    private static final class FailingTime extends HandTime {
        private int reads = Integer.MIN_VALUE;

        void failAt(int read) {
            reads = read;
        }

        @Override
        public long nanoTime() {
            if (reads > 0 && --reads == 0) {
                OutOfMemoryError error = new OutOfMemoryError("as it should in this test");
                error.setStackTrace(new StackTraceElement[0]);
                throw error;
            }
            return super.nanoTime();
        }
    }
}
