package io.halfshake.lab;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.CheckerStats;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Run in a JVM of its own: keeps a number of {@code syn} checks in flight until a number of them have ended. Prints
 * {@code checking} once a fifth of them has, goes on at least until it has read a line, and at the end prints a line
 * for each kind of finding: how many, and the finding.
 *
 * <p>Arguments: first address, how many addresses from there on, port, checks in all, checks in flight, timeout in
 * milliseconds.
 */
final class PausedChecks {
    private PausedChecks() {}

    public static void main(String[] arguments) throws Exception {
        InetAddress first = InetAddress.getByName(arguments[0]);
        int base = ForkedChecks.host(first);
        int hosts = Integer.parseInt(arguments[1]);
        int port = Integer.parseInt(arguments[2]);
        int checks = Integer.parseInt(arguments[3]);
        int inFlight = Integer.parseInt(arguments[4]);
        Duration timeout = Duration.ofMillis(Long.parseLong(arguments[5]));
        Map<String, Integer> findings = new ConcurrentHashMap<>();
        AtomicInteger ended = new AtomicInteger();
        Semaphore permits = new Semaphore(inFlight);
        CountDownLatch paused = new CountDownLatch(1);
        new Thread(() -> awaitLine(paused)).start();
        try (Checker checker =
                Checker.builder().engine("syn").maxInFlight(inFlight).build()) {
            for (int i = 0; i < checks || paused.getCount() > 0; i++) {
                permits.acquire();
                InetSocketAddress target = new InetSocketAddress(ForkedChecks.withHost(first, base + i % hosts), port);
                CompletableFuture<?> unused = checker.checkAsync(target, timeout)
                        .whenComplete((result, error) -> {
                            findings.merge(words(target, result), 1, Integer::sum);
                            permits.release();
                            if (ended.incrementAndGet() == checks / 5) {
                                System.out.println("checking");
                                System.out.flush();
                            }
                        });
            }
            permits.acquire(inFlight);
            CheckerStats stats = checker.stats();
            new TreeMap<>(findings).forEach((finding, count) -> System.out.println(count + " " + finding));
            System.out.println("completed " + stats.completedHandshakes());
        }
    }

    private static void awaitLine(CountDownLatch read) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            Object unused = in.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            read.countDown();
        }
    }

    /** Hosts of one kind are counted together. */
    private static String words(InetSocketAddress target, CheckResult result) {
        boolean isListener = target.getAddress().isLoopbackAddress();
        String kind = isListener ? "listener" : PauseIT.kind(ForkedChecks.host(target.getAddress()));
        return kind + " " + InWords.verdict(result);
    }
}
