package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A name server that never answers, asked for ten thousand names. */
class HangingResolverIT {

    static final class Main {
        private Main() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            CountDownLatch never = new CountDownLatch(1);
            List<CompletableFuture<CheckResult>> hanging = new ArrayList<>();
            try (ServerSocket listener = new ServerSocket(0, 4_096, InetAddress.getLoopbackAddress());
                    Resolver resolver = Resolver.blocking(host -> hang(never));
                    Checker checker = Checker.builder()
                            .engine("connect")
                            .resolver(resolver)
                            .maxInFlight(16)
                            .build()) {
                for (int i = 0; i < 10_000; i++) {
                    hanging.add(checker.checkAddrAsync("host-" + i + ".example:80", Duration.ofMinutes(10)));
                }
                List<CompletableFuture<CheckResult>> impatient = new ArrayList<>();
                List<CompletableFuture<CheckResult>> literals = new ArrayList<>();
                for (int i = 0; i < 500; i++) {
                    impatient.add(checker.checkAddrAsync("late-" + i + ".example:80", Duration.ofMillis(50)));
                    literals.add(
                            checker.checkAddrAsync("127.0.0.1:" + listener.getLocalPort(), Duration.ofSeconds(60)));
                }
                System.out.println("literals: " + verdicts(literals));
                System.out.println("impatient: " + verdicts(impatient));
                Eventually.holds(
                        "names never asked take all but the reserve", () -> threads("halfshake-resolver") == 144);
                // At most twice as many as there are probes, and those are twice as many as checks.
                System.out.println("connect threads: " + (threads("halfshake-connect") <= 64));
                System.out.println("hanging: "
                        + hanging.stream().filter(check -> !check.isDone()).count());
            }
            System.out.println("closed: " + verdicts(hanging));
            Eventually.holds("the resolver's threads end with it", () -> threads("halfshake-resolver") == 0);
        }

        private static List<InetAddress> hang(CountDownLatch never) {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return List.of();
        }

        private static Map<String, Integer> verdicts(List<CompletableFuture<CheckResult>> checks) {
            Map<String, Integer> verdicts = new TreeMap<>();
            checks.forEach(check -> verdicts.merge(CountedChecks.verdict(check.join()), 1, Integer::sum));
            return verdicts;
        }

        private static long threads(String name) {
            return Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals(name))
                    .count();
        }
    }

    @Test
    void hangingResolver_neitherBlocksNorStarvesOtherChecks() throws Exception {
        assertThat(new ForkedJvm(Main.class).run())
                .containsExactly(
                        "literals: {UP=500}",
                        "impatient: {UNKNOWN UNRESOLVED=500}",
                        "connect threads: true",
                        "hanging: 10000",
                        "closed: {UNKNOWN CHECKER_CLOSED=10000}");
    }
}
