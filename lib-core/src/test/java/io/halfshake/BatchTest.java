package io.halfshake;

import static io.halfshake.ScriptedEngine.answered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.spi.Probe;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final CheckerRig rig = new CheckerRig();
    private final List<CheckResult> results = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() {
        assertThat(rig.timers()).as("timers left").isZero();
        assertThat(rig.checker().stats().inFlight()).as("slots held").isZero();
        rig.close();
    }

    private static Iterator<String> targets(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "192.0.2.1:" + (i % 60_000 + 1))
                .iterator();
    }

    /** The network answers the oldest probe as soon as the window is full, or when the last target has been read. */
    private void answerWhenFull(int window, Iterator<String> targets) {
        Queue<Probe> open = new ArrayDeque<>();
        rig.engine.onStart = probe -> {
            open.add(probe);
            while (open.size() >= window || (!targets.hasNext() && !open.isEmpty())) {
                open.remove().complete(answered());
            }
        };
    }

    @Test
    void checkAll_deliversEachResultOnceOnTheCallingThread() {
        rig.engine.onStart = probe -> probe.complete(answered());
        List<Thread> threads = new ArrayList<>();

        rig.checker().checkAll(targets(5_000), TIMEOUT, result -> {
            results.add(result);
            threads.add(Thread.currentThread());
        });

        assertThat(results).hasSize(5_000).allMatch(CheckResult::isUp);
        assertThat(results.stream().map(CheckResult::target).distinct()).hasSize(5_000);
        assertThat(threads).containsOnly(Thread.currentThread());
    }

    @Test
    void checkAll_readsNoFurtherAheadThanItsWindow() {
        rig.maxInFlight = 10;
        Iterator<String> source = targets(1_000);
        answerWhenFull(10, source);
        int[] read = {0};
        int[] furthest = {0};
        Iterator<String> counted = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return source.hasNext();
            }

            @Override
            public String next() {
                read[0]++;
                furthest[0] = Math.max(furthest[0], read[0] - results.size());
                return source.next();
            }
        };

        rig.checker().checkAll(counted, TIMEOUT, results::add);

        assertThat(results).hasSize(1_000);
        assertThat(furthest[0]).isEqualTo(10);
    }

    @Test
    void emptyBatch_returnsWithoutResults() {
        rig.checker().checkAll(targets(0), TIMEOUT, results::add);

        assertThat(results).isEmpty();
    }

    @Test
    void invalidTargetInBatch_throwsAfterRunningChecksAreDelivered() {
        rig.maxInFlight = 3;
        rig.engine.onStart = probe -> {
            if (rig.engine.started.size() == 3) {
                rig.engine.started.forEach(started -> started.complete(answered()));
            }
        };
        Iterator<String> targets = List.of("192.0.2.1:1", "192.0.2.1:2", "192.0.2.1:3", "nonsense", "192.0.2.1:5")
                .iterator();

        assertThatThrownBy(() -> rig.checker().checkAll(targets, TIMEOUT, results::add))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("target: \"nonsense\" (expected \"host:port\"");
        assertThat(results).hasSize(3).allMatch(CheckResult::isUp);
        assertThat(targets.next()).isEqualTo("192.0.2.1:5");
    }

    @Test
    void checkAll_stopsWhenTheConsumerThrows() {
        rig.maxInFlight = 2;
        rig.engine.onStart = probe -> {
            if (rig.engine.started.size() == 2) {
                probe.complete(answered());
            }
        };

        assertThatThrownBy(() -> rig.checker().checkAll(targets(100), TIMEOUT, result -> {
                    throw new IllegalStateException("full disk");
                }))
                .hasMessage("full disk");
        assertThat(rig.engine.cancelled).containsExactly(rig.engine.started.get(0));
    }

    @Test
    void interruptedCheckAll_deliversRunningChecksAndReadsNoMore() {
        rig.maxInFlight = 3;
        rig.engine.onStart = probe -> {
            if (rig.engine.started.size() == 1) {
                probe.complete(answered());
            }
        };
        Iterator<String> source = targets(100);

        rig.checker().checkAll(source, TIMEOUT, result -> {
            results.add(result);
            Thread.currentThread().interrupt();
        });

        assertThat(Thread.interrupted()).isTrue();
        assertThat(results.remove(0).isUp()).isTrue();
        assertThat(results)
                .hasSize(2)
                .allMatch(result ->
                        result instanceof CheckResult.Unknown unknown && unknown.reason() == UnknownReason.INTERRUPTED);
        assertThat(source.next()).isEqualTo("192.0.2.1:4");
        assertThat(rig.engine.cancelled).hasSize(2);
    }

    @Test
    void checkAllOnInterruptedThread_readsNoTarget() {
        Iterator<String> source = targets(100);
        Thread.currentThread().interrupt();

        rig.checker().checkAll(source, TIMEOUT, results::add);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(results).isEmpty();
        assertThat(source.next()).isEqualTo("192.0.2.1:1");
    }

    @Test
    void checkAllOnClosedChecker_throws() {
        rig.close();

        assertThatThrownBy(() -> rig.checker().checkAll(targets(1), TIMEOUT, results::add))
                .hasMessage("checker: closed (expected open)");
    }
}
