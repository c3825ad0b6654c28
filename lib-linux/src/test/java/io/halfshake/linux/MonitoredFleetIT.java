package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Checker;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorStats;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TargetStatus;
import io.halfshake.monitor.Transition;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** As many real targets as a large service discovery has; fewer in the default build, for a slow or busy machine. */
@Tag("once")
@Isolated("thousands of checks a second need the machine")
class MonitoredFleetIT {
    private static final int TARGETS = Integer.getInteger("halfshake.fleet", 5_000);
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final int ROUNDS = 2;
    private static final long TIMEOUT_NANOS = TimeUnit.MINUTES.toNanos(5);

    /** A pause of this process that may delay a few checks beyond their timeout and the monitor's grace. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** The monitor's grace: a pause as long as this may delay them all. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** All of 127.0.0.0/8 is this machine: one listener is as many targets as are wanted. */
    private static String target(int number, int port) {
        return "127.1." + (number >> 8) + "." + (number & 255) + ":" + port;
    }

    /** Whether all have been asked as often as they should be. */
    private static boolean isWatched(MonitorStats stats) {
        return stats.up() == TARGETS && stats.started() + stats.skipped() >= (long) TARGETS * ROUNDS;
    }

    /**
     * What a stall cost is said, and never left out in silence; to the monitor less than a quarter of a second is none.
     */
    private static long maxOverdue(MonitorStats stats, long longestPauseNanos) {
        if (longestPauseNanos > GRACE_NANOS || stats.stalled().toNanos() > GRACE_NANOS) {
            return stats.started();
        }
        return stats.stalls() > 0 || longestPauseNanos > PAUSE_NANOS ? TARGETS / 100 : 0;
    }

    private static long accept(ServerSocketChannel server) throws IOException {
        long accepted = 0;
        for (SocketChannel connection = server.accept(); connection != null; connection = server.accept()) {
            connection.close();
            accepted++;
        }
        return accepted;
    }

    @Test
    void fleet_isMonitoredUnseenEveryFiveSeconds() throws Exception {
        List<Transition> falls = new CopyOnWriteArrayList<>();
        try (PauseDetector pauses = PauseDetector.start();
                ServerSocketChannel server = ServerSocketChannel.open();
                Checker checker =
                        Checker.builder().engine("half-open").requireHalfOpen().build();
                Monitor monitor = Monitor.builder(checker)
                        .interval(INTERVAL)
                        .fall(1)
                        .listener(transition -> {
                            if (transition.to() != TargetState.UP) {
                                falls.add(transition);
                            }
                        })
                        .build()) {
            server.bind(new InetSocketAddress("0.0.0.0", 0), 4_096).configureBlocking(false);
            int port = server.socket().getLocalPort();
            for (int i = 0; i < TARGETS; i++) {
                monitor.add(target(i, port));
            }
            long accepted = 0;
            long start = System.nanoTime();
            while (!isWatched(monitor.stats()) && System.nanoTime() - start < TIMEOUT_NANOS) {
                TimeUnit.MILLISECONDS.sleep(50);
                // Enough of them would fill the queue, and a full one drops SYNs.
                accepted += accept(server);
            }

            List<TargetStatus> all = monitor.snapshot().targets();
            MonitorStats stats = monitor.stats();
            assertThat(falls).as("%s", stats).isEmpty();
            assertThat(all).allMatch(status -> status.state() == TargetState.UP, "up");
            assertThat(isWatched(stats)).as("%s", stats).isTrue();
            assertThat(stats.overdue())
                    .as("overdue: %s", stats)
                    .isLessThanOrEqualTo(maxOverdue(stats, pauses.longestNanos()));
            // A handshake may be completed while this process is paused; the checker counts each.
            accepted += accept(server);
            while (accepted > checker.stats().completedHandshakes() && System.nanoTime() - start < TIMEOUT_NANOS) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            assertThat(accepted)
                    .as("handshakes")
                    .isLessThanOrEqualTo(checker.stats().completedHandshakes());
        }
    }
}
