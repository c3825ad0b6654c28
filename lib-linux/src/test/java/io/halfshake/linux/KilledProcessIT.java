package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.testing.TcpPeer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that dies with hundreds of checks in flight. */
@Isolated // Another test's load would stall this one past the kernel's 200 ms.
class KilledProcessIT {
    private static final int TIMES = 3;
    private static final int MAX_STALLED = 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    /** The kernel's 200 ms for which it holds an ACK back, less a tick of its slowest clock. */
    private static final long ACK_HELD_NANOS = TimeUnit.MILLISECONDS.toNanos(190);
    /** What the process prints: whether checks are up, how many handshakes were completed, since when none was read. */
    private record Said(boolean isUp, long completed, long nanoTime) {
        static Said parse(String line) {
            String[] words = line.split(" ", -1);
            return new Said(Boolean.parseBoolean(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
        }
    }

    private static void print(boolean isUp, Checker checker, long nanoTime) {
        System.out.println(isUp + " " + checker.stats().completedHandshakes() + " " + nanoTime);
    }

    private static InetSocketAddress address(String port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
    }

    private static ExposedLoop provider(String reuse) {
        return new ExposedLoop(
                new HalfOpen().reuseSockets(Boolean.parseBoolean(reuse)).provider());
    }

    static final class FullSpeed {
        private static final int IN_FLIGHT = 500;
        private static final int A_GOOD_RUN = 3_500;

        private FullSpeed() {}

        public static void main(String[] arguments) {
            ExposedLoop provider = provider(arguments[1]);
            AtomicInteger ended = new AtomicInteger();
            try (Checker checker = Checker.builder().engine(provider).build()) {
                EventLoop loop = provider.get();
                new Throng(checker, address(arguments[0]), IN_FLIGHT).run(Integer.MAX_VALUE, TIMEOUT, result -> {
                    if (ended.incrementAndGet() % A_GOOD_RUN == 0) {
                        loop.execute(new LoopTask(() -> printAfterPoll(result.isUp(), checker, loop)));
                    }
                });
            }
        }

        /** On the loop's thread. What has come before is read by then, however long the loop did not run. */
        private static void printAfterPoll(boolean isUp, Checker checker, EventLoop loop) {
            long before = System.nanoTime();
            // A task that is due at once runs after the next poll.
            loop.schedule(new LoopTask(() -> print(isUp, checker, before)), 0);
        }
    }

    /** Again and again, answers that the loop has not read yet: what full speed has only at some moments. */
    static final class UnreadAnswers {
        private static final int AT_ONCE = 200;
        private static final Duration UNREAD = Duration.ofMillis(100);

        private UnreadAnswers() {}

        public static void main(String[] arguments) {
            ExposedLoop provider = provider(arguments[1]);
            try (Checker checker = Checker.builder().engine(provider).build()) {
                boolean up = true;
                while (up) {
                    up = ask(checker, address(arguments[0]), provider.get());
                }
            }
        }

        private static boolean ask(Checker checker, InetSocketAddress address, EventLoop loop) {
            CountDownLatch submitted = new CountDownLatch(1);
            loop.execute(new LoopTask(() -> awaitUninterruptibly(submitted)));
            long before = System.nanoTime();
            List<CompletableFuture<CheckResult>> running = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                running.add(checker.checkAsync(address, TIMEOUT));
            }
            // Behind the task that sends the SYNs, and before the next poll.
            loop.execute(new LoopTask(() -> {
                print(true, checker, before);
                Stall.of(UNREAD);
            }));
            submitted.countDown();
            return running.stream().allMatch(future -> future.join().isUp());
        }

        private static void awaitUninterruptibly(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void processKilledAtFullSpeed_leavesTheAcceptQueueEmpty(boolean reuse) throws IOException, InterruptedException {
        killAgainAndAgain(FullSpeed.class, reuse);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void processKilledWithUnreadAnswers_leavesTheAcceptQueueEmpty(boolean reuse)
            throws IOException, InterruptedException {
        killAgainAndAgain(UnreadAnswers.class, reuse);
    }

    private static void killAgainAndAgain(Class<?> main, boolean reuse) throws IOException, InterruptedException {
        try (TcpPeer peer = TcpPeer.neverAccepting()) {
            int killed = 0;
            for (int stalled = 0; killed < TIMES && stalled < MAX_STALLED; ) {
                Said said = killInMidRun(main, peer, reuse);
                // On Linux all processes have the same one.
                boolean isHeldUp = System.nanoTime() - said.nanoTime > ACK_HELD_NANOS;
                int left = peer.drainAccepted();
                assertThat(said.isUp).as("checks are up").isTrue();
                if (said.completed == 0 && !isHeldUp) {
                    assertThat(left).isZero();
                    killed++;
                } else {
                    // A machine that holds the process up past 200 ms, or its end, says nothing of its death.
                    stalled++;
                }
            }
            assumeTrue(
                    killed == TIMES,
                    "this machine held the process up " + MAX_STALLED + " times: only " + killed + " of " + TIMES
                            + " deaths were seen (needs a machine with less other work)");
        }
    }

    /** Returns when the process has ended. */
    private static Said killInMidRun(Class<?> main, TcpPeer peer, boolean reuse)
            throws IOException, InterruptedException {
        Process process =
                new ForkedJvm(main).start(String.valueOf(peer.address().getPort()), String.valueOf(reuse));
        try (BufferedReader output = process.inputReader()) {
            return Said.parse(String.valueOf(output.readLine()));
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }
}
