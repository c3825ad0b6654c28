package io.halfshake.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.monitor.Blindness;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorListener;
import io.halfshake.monitor.OutageHistory;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TargetStatus;
import io.halfshake.monitor.TimeBounds;
import io.halfshake.monitor.Transition;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A monitor with witnesses, and a network that is lost for three intervals. */
@RequiresLab
@Tag("once")
class WitnessesIT {
    private static final int TARGETS = 1_000;
    private static final int FIRST_WITNESS = 2_000;
    private static final int WITNESSES = 3;

    /** A target that is down, and one that refuses. */
    private static final int SILENT = 7;

    private static final int REFUSED = 8;

    /** Has room for the timeout of a silent target, and then for that of the witnesses. */
    private static final Duration INTERVAL = Duration.ofMillis(1_800);

    private static final Duration TIMEOUT = INTERVAL.dividedBy(2);
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

    /** What the wall clock may be slewed by meanwhile. */
    private static final Duration CLOCK = Duration.ofMillis(50);

    @SuppressWarnings("NullAway.Init") // Set before all tests.
    private static Lab lab;

    private final List<Transition> falls = new CopyOnWriteArrayList<>();
    private final List<Blindness> told = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void startLab(Lab shared) {
        lab = shared;
    }

    /** A part of a test, which begins with all hosts open, and again where it fails during a pause of the lab. */
    private void round(LabPauses.Round part) throws Exception {
        LabPauses.repeat(() -> {
            falls.clear();
            told.clear();
            lab.play(0, TARGETS - 1, 1, "open");
            lab.play(FIRST_WITNESS, FIRST_WITNESS + WITNESSES - 1, 1, "open");
            LabPauses.check(lab, part);
        });
    }

    private static String target(int host) {
        return lab.address(StandardProtocolFamily.INET, host).getAddress().getHostAddress() + ":" + Lab.PORT;
    }

    private Monitor monitor(Checker checker) {
        Monitor monitor = Monitor.builder(checker)
                .interval(INTERVAL)
                .timeout(TIMEOUT)
                .fall(1)
                .witnesses(
                        IntStream.range(0, WITNESSES)
                                .mapToObj(each -> target(FIRST_WITNESS + each))
                                .toList(),
                        2)
                .listener(new MonitorListener() {
                    @Override
                    public void onTransition(Transition transition) {
                        if (transition.to() == TargetState.DOWN) {
                            falls.add(transition);
                        }
                    }

                    @Override
                    public void onBlindness(Blindness blindness) {
                        told.add(blindness);
                    }
                })
                .build();
        IntStream.range(0, TARGETS).forEach(host -> monitor.add(target(host)));
        await("all up", () -> monitor.stats().up() == TARGETS);
        return monitor;
    }

    private static void await(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - start).as(what).isLessThan(PATIENCE_NANOS);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    /** Until each target was due so often. */
    private static void pass(Monitor monitor, int intervals) {
        long next = monitor.stats().started() + monitor.stats().skipped() + (long) intervals * TARGETS;
        await("checks", () -> monitor.stats().started() + monitor.stats().skipped() >= next);
    }

    private static TargetStatus status(Monitor monitor, int host) {
        TargetStatus status = monitor.status(target(host));
        if (status == null) {
            throw new AssertionError("it is monitored: " + host);
        }
        return status;
    }

    /** When a change of the network was made. */
    private record Change(Instant before, Instant after) {
        static Change make(List<String> commands) {
            Instant before = Instant.now();
            NetworkCommands.run(commands);
            return new Change(before, Instant.now());
        }

        void assertIn(TimeBounds bounds) {
            assertThat(bounds.earliest()).isBeforeOrEqualTo(after.plus(CLOCK));
            assertThat(bounds.latest()).isAfterOrEqualTo(before.minus(CLOCK));
        }
    }

    private void assertOneBlindness(Monitor monitor, Change lost, Change back) {
        await("both calls", () -> told.size() >= 2);
        Blindness over = told.get(1);
        assertThat(told.get(0).isOver()).isFalse();
        assertThat(told.get(0).responding()).isLessThan(2);
        assertThat(over.witnesses()).hasSize(WITNESSES);
        TimeBounds ended = over.ended();
        assertThat(ended).isNotNull();
        // Another one before or after it is due to silence of the witnesses.
        LabPauses.unlessSilent(() -> {
            lost.assertIn(over.began());
            back.assertIn(ended);
            assertThat(monitor.stats().blindnesses()).isEqualTo(1);
            assertThat(monitor.stats().blind())
                    .isBetween(
                            Duration.between(over.began().latest(), ended.latest())
                                    .minus(CLOCK),
                            Duration.between(over.began().latest(), ended.latest())
                                    .plus(CLOCK));
        });
    }

    private static boolean isSilence(Transition fall) {
        return InWords.verdict(fall.evidence()).equals("DOWN TIMED_OUT");
    }

    /** These hosts fell, and are down, and no other fell. */
    private void assertFalls(Monitor monitor, int... hosts) {
        List<String> expected =
                IntStream.of(hosts).mapToObj(WitnessesIT::target).toList();
        for (int host : hosts) {
            await("it is down", () -> status(monitor, host).state() == TargetState.DOWN);
            CheckResult last = status(monitor, host).last();
            assertThat(last != null && last.isUp()).as("an answer of %s", last).isFalse();
        }
        assertThat(falls.stream().filter(each -> !isSilence(each)).map(Transition::target))
                .isSubsetOf(expected)
                .doesNotHaveDuplicates();
        LabPauses.unlessSilent(
                () -> assertThat(falls).extracting(Transition::target).containsExactlyInAnyOrderElementsOf(expected));
    }

    private static void assertUnobserved(TargetStatus status, Change back) {
        OutageHistory history = status.outageHistory();
        assertThat(history.unobserved()).as(status.target()).anySatisfy(span -> {
            assertThat(span.from()).isBefore(back.before);
            assertThat(span.to()).isAfter(back.before);
        });
        LabPauses.unlessSilent(() -> {
            assertThat(history.outages()).isEmpty();
            assertThat(history.availability(Duration.ofHours(1)).upper()).isEqualTo(1);
        });
    }

    /** This machine's own route is lost, a packet is lost on the way without a word, and a router says so. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ip -4 route flush dev DEVICE",
                "iptables -A OUTPUT -p tcp -o DEVICE -j DROP",
                "iptables -A OUTPUT -p tcp -o DEVICE -j REJECT --reject-with icmp-net-unreachable"
            })
    void routeLostForThreeIntervals_isOneBlindnessAndNoTransition(String command) throws Exception {
        round(() -> loseRoute(command));
    }

    private void loseRoute(String command) {
        String lose = command.replace("DEVICE", lab.device());
        try (Checker checker = EngineUnderTest.HALF_OPEN.builder().build();
                Monitor monitor = monitor(checker)) {
            Change lost = Change.make(List.of(lose));
            Change back = undoneAfter(lose, () -> {
                await("blindness", () -> monitor.blindness() != null);
                pass(monitor, 3);
            });
            await("the quorum", () -> monitor.blindness() == null);
            await(
                    "an answer of each",
                    () -> monitor.snapshot().targets().stream()
                            .allMatch(each -> each.last() != null && each.last().isUp()));

            assertFalls(monitor);
            LabPauses.unlessSilent(() -> assertThat(monitor.stats().up()).isEqualTo(TARGETS));
            assertOneBlindness(monitor, lost, back);
            monitor.snapshot().targets().forEach(each -> assertUnobserved(each, back));
        }
    }

    /** Restores the network also where that fails: it belongs to other tests too. */
    private static Change undoneAfter(String lose, Runnable meanwhile) {
        List<String> restore = lose.startsWith("iptables") ? List.of(lose.replace(" -A ", " -D ")) : lab.routes();
        try {
            meanwhile.run();
        } catch (Throwable e) {
            NetworkCommands.run(restore);
            throw e;
        }
        return Change.make(restore);
    }

    @Test
    void targetsThatAreDownMeanwhile_fallWhenTheRouteIsBack() throws Exception {
        round(this::loseRouteAndTargets);
    }

    private void loseRouteAndTargets() {
        try (Checker checker = EngineUnderTest.HALF_OPEN.builder().build();
                Monitor monitor = monitor(checker)) {
            String lose = "iptables -A OUTPUT -p tcp -o " + lab.device() + " -j DROP";
            Change lost = Change.make(List.of(lose));
            Change back = undoneAfter(lose, () -> {
                await("blindness", () -> monitor.blindness() != null);
                lab.play(SILENT, "silent");
                lab.play(REFUSED, "refused");
                pass(monitor, 3);
                assertFalls(monitor);
            });
            await("both are down", () -> monitor.stats().down() == 2);
            await(
                    "an answer of each other",
                    () -> monitor.stats().up() == TARGETS - 2
                            && monitor.snapshot().targets().stream()
                                            .filter(each -> each.last() != null
                                                    && each.last().isUp())
                                            .count()
                                    == TARGETS - 2);

            await("both transitions", () -> falls.size() >= 2);
            assertThat(falls.stream().filter(each -> !isSilence(each)))
                    .allMatch(each -> each.at().isAfter(back.before));
            assertFalls(monitor, SILENT, REFUSED);
            LabPauses.unlessSilent(
                    () -> assertThat(falls).allMatch(each -> each.at().isAfter(back.before)));
            assertOneBlindness(monitor, lost, back);
            for (int host = 0; host < TARGETS; host++) {
                if (host != SILENT && host != REFUSED) {
                    assertUnobserved(status(monitor, host), back);
                }
            }
        }
    }

    @Test
    void quorumOfTwo_isMetWithoutOneWitnessAndNotWithoutTwo() throws Exception {
        round(this::loseWitnesses);
    }

    private void loseWitnesses() {
        try (Checker checker = EngineUnderTest.HALF_OPEN.builder().build();
                Monitor monitor = monitor(checker)) {
            lab.play(FIRST_WITNESS, "silent");
            lab.play(SILENT, "silent");
            await("a fall", () -> monitor.stats().down() == 1);
            LabPauses.unlessSilent(() -> assertThat(told).isEmpty());
            lab.play(FIRST_WITNESS + 1, "silent");
            await("blindness", () -> monitor.blindness() != null);
            lab.play(SILENT + 2, "silent");
            await("a held result", () -> status(monitor, SILENT + 2).lastHeld());
            await("the fall", () -> falls.size() >= 1);
            lab.play(FIRST_WITNESS + 1, "refused");
            await("the other fall", () -> monitor.stats().down() == 2);
            LabPauses.unlessSilent(() -> assertThat(monitor.blindness()).isNull());

            await("both transitions", () -> falls.size() >= 2);
            await("both calls", () -> told.size() >= 2);
            assertFalls(monitor, SILENT, SILENT + 2);
            LabPauses.unlessSilent(() -> {
                assertThat(told).extracting(Blindness::isOver).containsExactly(false, true);
                assertThat(told.get(0).responding()).isEqualTo(1);
            });
        }
    }
}
