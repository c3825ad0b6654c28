package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.Evidence;
import io.halfshake.Resend;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The round trip reported, and that of the packets. */
@Isolated // Another test's load would come between a packet and its time stamp.
@Requires({Need.NAMESPACES, Need.TCPDUMP})
class RoundTripIT {
    private static final int CHECKS = 60;

    /** A cable so slow that each answer takes 12 ms of it, and the answers queue; the first twenty pass at once. */
    private static final String SLOW_WAY_BACK =
            "tc -n peer qdisc add dev right root tbf rate 50kbit burst 1600 limit 30000";

    static final class Main {
        private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

        private Main() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            InetSocketAddress address = new InetSocketAddress("10.9.0.2", 80);
            ExposedLoop provider = new ExposedLoop(new HalfOpen().provider());
            AtomicBoolean isOver = new AtomicBoolean();
            try (ServerSocketChannel listener = Namespaces.callIn(
                            "peer", () -> ServerSocketChannel.open().bind(address));
                    Capture capture = Capture.start("left", "tcp port 80");
                    Checker checker = Checker.builder()
                            .engine(provider)
                            .resend(Resend.never())
                            .build()) {
                // The neighbours must know each other already.
                if (!listener.isOpen()
                        || !checker.check(address, Duration.ofSeconds(20)).isUp()) {
                    throw new IllegalStateException("no answer");
                }
                EventLoop loop = provider.get();
                loop.execute(new LoopTask(() -> keepBusy(loop, isOver)));
                List<CompletableFuture<CheckResult>> running = IntStream.range(0, CHECKS)
                        .mapToObj(i -> checker.checkAsync(address, Duration.ofSeconds(20)))
                        .toList();
                running.forEach(future -> print(future.join()));
                print(capture.end(3 * (CHECKS + 1)));
                isOver.set(true);
            }
        }

        /** Polls only every now and then, so that answers lie there unread. */
        private static void keepBusy(EventLoop loop, AtomicBoolean isOver) {
            LockSupport.parkNanos(BUSY_NANOS);
            if (!isOver.get()) {
                loop.schedule(new LoopTask(() -> keepBusy(loop, isOver)), TimeUnit.MILLISECONDS.toNanos(1));
            }
        }

        private static void print(CheckResult result) {
            boolean kernel = result.evidence().clock() == Evidence.Clock.KERNEL;
            System.out.println((kernel ? "reported " : "guessed ")
                    + TimeUnit.NANOSECONDS.toMicros(result.timing().roundTripNanos()));
        }

        private static void print(List<Capture.Segment> segments) {
            Map<Integer, Long> sent = new HashMap<>();
            for (Capture.Segment segment : segments) {
                if (segment.kind().equals("SYN")) {
                    sent.put(segment.sourcePort(), segment.micros());
                } else if (segment.kind().equals("SYN-ACK")) {
                    System.out.println(
                            "seen " + (segment.micros() - Objects.requireNonNull(sent.get(segment.destinationPort()))));
                }
            }
        }
    }

    private static List<Long> sorted(List<String> output, String kind, int skipped) {
        return output.stream()
                .filter(line -> line.startsWith(kind))
                .skip(skipped)
                .map(line -> Long.valueOf(line.substring(kind.length())))
                .sorted()
                .toList();
    }

    @Test
    void roundTripInABusyLoop_isThatOfThePackets() throws Exception {
        List<String> output = Namespaces.jvm(Main.class, Namespaces.withPeer())
                .after(SLOW_WAY_BACK)
                .run()
                .output();

        List<Long> reported = sorted(output, "reported ", 0);
        // The first one made the neighbours known.
        List<Long> seen = sorted(output, "seen ", 1);
        assertThat(reported).hasSize(CHECKS);
        assertThat(seen).hasSize(CHECKS);
        // Without this the test would prove nothing.
        assertThat(seen.get(CHECKS - 1)).isGreaterThan(30_000);
        // Of most of them: a busy machine may come between any one packet and its time stamp.
        List<Long> errors = IntStream.range(0, CHECKS)
                .mapToObj(rank -> Math.abs(reported.get(rank) - seen.get(rank)))
                .sorted()
                .toList();
        assertThat(errors.get(CHECKS / 2)).as("%s\n%s", reported, seen).isLessThan(5_000);
    }
}
