package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/**
 * A network that is lost from time to time, for longer than it takes to notice, around targets that are up all the
 * time. A check is silent if the network was away at some moment between its question and the answer.
 */
class WitnessTruthTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final int TARGETS = 100;
    private static final long HOUR = Duration.ofHours(1).toNanos();

    private record Answer(long at, long number, CompletableFuture<CheckResult> check, CheckResult result) {}

    private record Loss(long from, long to) {}

    /** Losses with nothing wrong in between for a while. */
    private static final class Network extends HandTime {
        private final Random random;
        private final List<Loss> losses = new ArrayList<>();
        private final PriorityQueue<Answer> answers =
                new PriorityQueue<>(Comparator.comparingLong(Answer::at).thenComparingLong(Answer::number));
        private long number;
        private long turnAt;

        Network(long seed) {
            random = new Random(seed);
            // All of them are over, and noticed, by the end.
            for (long at = seconds(20, 60); at < HOUR - Duration.ofMinutes(1).toNanos(); ) {
                long end = at + seconds(1.3, 30);
                losses.add(new Loss(at, end));
                at = end + seconds(20, 60);
            }
        }

        private long seconds(double least, double most) {
            return (long) ((least + random.nextDouble() * (most - least)) * 1e9);
        }

        CompletableFuture<CheckResult> check(String target) {
            CompletableFuture<CheckResult> check = new CompletableFuture<>();
            long roundTrip = seconds(0.001, target.startsWith("gateway") ? 0.02 : 0.9);
            boolean silent = losses.stream().anyMatch(loss -> loss.from <= nanos + roundTrip && nanos <= loss.to);
            boolean lost = losses.stream().anyMatch(loss -> loss.from <= nanos && nanos <= loss.to);
            boolean unreachable = lost && random.nextInt(4) == 0;
            long after = unreachable ? Duration.ofMillis(1).toNanos() : silent ? TIMEOUT.toNanos() : roundTrip;
            answers.add(new Answer(nanos + after, number++, check, result(target, silent, unreachable)));
            return check;
        }

        void run() {
            while (nanos < HOUR) {
                Answer first = answers.peek();
                if (first != null && first.at <= turnAt) {
                    answers.remove();
                    nanos = Math.max(nanos, first.at);
                    first.check.complete(first.result);
                } else {
                    nanos = Math.max(nanos, turnAt);
                    turnAt = Long.MAX_VALUE;
                    long next = nanos + turn.getAsLong();
                    turnAt = Math.min(turnAt, next);
                }
            }
        }

        @Override
        public Drive drive(LongSupplier newTurn) {
            turn = newTurn;
            return new Drive() {
                @Override
                public void wake() {
                    turnAt = nanos;
                }

                @Override
                public void close() {}
            };
        }
    }

    private static CheckResult result(String target, boolean silent, boolean unreachable) {
        InetSocketAddress address = MonitorSamples.address("", 1);
        if (unreachable) {
            return MonitorSamples.unreachable(target, address);
        }
        return silent ? MonitorSamples.silent(target, address) : MonitorSamples.up(target, address);
    }

    @Test
    void losses_areBlindnessWithTrueBoundsAndNoTargetFalls() {
        for (long seed = 0; seed < 5; seed++) {
            Network network = new Network(seed);
            List<Blindness> over = new ArrayList<>();
            Queue<Runnable> tasks = new ArrayDeque<>();
            Monitor monitor = Monitor.builder(new MonitorTestChecker((target, timeout) -> network.check(target)))
                    .time(network)
                    .timeout(TIMEOUT)
                    .fall(1)
                    .witnesses(List.of("gateway-1:80", "gateway-2:80", "gateway-3:80"), 2)
                    .callbackExecutor(tasks::add)
                    .build();
            monitor.addListener(new MonitorListener() {
                @Override
                public void onTransition(Transition transition) {}

                @Override
                public void onBlindness(Blindness blindness) {
                    if (blindness.isOver()) {
                        over.add(blindness);
                    }
                }
            });
            for (int i = 1; i <= TARGETS; i++) {
                monitor.add("db:" + i);
            }
            network.run();
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
            monitor.close();

            assertThat(monitor.stats().up()).isEqualTo(TARGETS);
            assertThat(monitor.stats().transitionsDown()).isZero();
            assertThat(monitor.stats().inFlight()).isZero();
            assertThat(monitor.stats().blindnesses()).isEqualTo(network.losses.size());
            assertThat(over).hasSameSizeAs(network.losses);
            for (int i = 0; i < over.size(); i++) {
                assertTrue(over.get(i), network.losses.get(i));
            }
            assertThat(monitor.snapshot().targets())
                    .allMatch(status -> status.outageHistory().outages().isEmpty());
        }
    }

    private static void assertTrue(Blindness blindness, Loss loss) {
        TimeBounds ended = blindness.ended();
        assertThat(ended).isNotNull();
        assertThat(at(loss.from))
                .isBetween(blindness.began().earliest(), blindness.began().latest());
        assertThat(at(loss.to)).isBetween(ended.earliest(), ended.latest());
        assertThat(ended.width()).isLessThan(Duration.ofMillis(2_100));
    }

    private static Instant at(long nanos) {
        return Instant.EPOCH.plusNanos(nanos);
    }
}
