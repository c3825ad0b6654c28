package io.halfshake.lab;

import io.halfshake.Checker;
import io.halfshake.CheckerBuilder;
import io.halfshake.Resend;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Run in a JVM of its own: rounds of {@code syn} checks of a lab's hosts, both families in turn. Prints {@code heap}
 * and the octets in use after each round, {@code rate} and checks a second, and {@code wrong}, how often and what for
 * each kind of verdict that is not true.
 *
 * <p>Arguments: the IPv4 and the IPv6 address of host 0, rounds, checks in a round, checks in flight, timeout in
 * milliseconds, and {@code mixed} or {@code silent}, which is what the hosts are.
 */
final class ManyChecks {
    /** How many checks of one family come before the other's turn. */
    private static final int RUN = 1_000;

    private final InetAddress ipv4;
    private final InetAddress ipv6;
    private final int inFlight;
    private final Duration timeout;
    private final boolean mixed;
    private final Map<String, Integer> wrong = new ConcurrentHashMap<>();
    private int next;

    private ManyChecks(String[] arguments) throws Exception {
        ipv4 = InetAddress.getByName(arguments[0]);
        ipv6 = InetAddress.getByName(arguments[1]);
        inFlight = Integer.parseInt(arguments[4]);
        timeout = Duration.ofMillis(Long.parseLong(arguments[5]));
        mixed = arguments[6].equals("mixed");
    }

    public static void main(String[] arguments) throws Exception {
        ManyChecks checks = new ManyChecks(arguments);
        checks.run(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
    }

    private void run(int rounds, int checks) throws InterruptedException {
        CheckerBuilder builder = Checker.builder().engine("syn").maxInFlight(inFlight);
        if (!mixed) {
            builder.resend(Resend.never());
        }
        try (Heartbeat heartbeat = Heartbeat.start();
                Checker checker = builder.build()) {
            for (int round = 0; round < rounds; round++) {
                long before = System.nanoTime();
                round(checker, checks);
                long nanos = System.nanoTime() - before;
                System.out.println("rate " + Math.round(checks / (nanos / 1e9)));
                System.gc();
                System.out.println("heap "
                        + ManagementFactory.getMemoryMXBean()
                                .getHeapMemoryUsage()
                                .getUsed());
            }
            System.out.println("stalled " + heartbeat.hasStalled());
        }
        new TreeMap<>(wrong).forEach((words, count) -> System.out.println("wrong " + count + " " + words));
    }

    private void round(Checker checker, int checks) throws InterruptedException {
        Semaphore permits = new Semaphore(inFlight);
        for (int i = 0; i < checks; i++) {
            permits.acquire();
            int host = next % Addresses.HOSTS;
            InetAddress lab = next / RUN % 2 == 0 ? ipv4 : ipv6;
            next++;
            InetSocketAddress target = new InetSocketAddress(ForkedChecks.withHost(lab, host), Lab.PORT);
            CompletableFuture<?> unused = checker.checkAsync(target, timeout).whenComplete((result, error) -> {
                String verdict = result == null ? "no result" : new Fleet.Finding(host, result, 0).verdict();
                Kind kind = mixed ? Kind.of(host) : Kind.SILENT;
                if (!verdict.equals(kind.verdict)) {
                    wrong.merge(kind + ": " + verdict, 1, Integer::sum);
                }
                permits.release();
            });
        }
        permits.acquire(inFlight);
    }
}
