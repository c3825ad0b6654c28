package io.halfshake.monitor;

import io.halfshake.Checker;
import io.halfshake.Target;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** Watches a listener on loopback, has itself stopped for five seconds, and prints what the books say of it. */
public final class MonitorStopMain {
    private static final int TARGETS = 20;

    private MonitorStopMain() {}

    private static void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(20);
        }
    }

    private static boolean isUpSince(TargetStatus status, Instant moment) {
        return status.last() != null
                && status.last().isUp()
                && Objects.requireNonNull(status.lastAt()).isAfter(moment);
    }

    /** No arguments. */
    public static void main(String[] arguments) throws Exception {
        List<Transition> transitions = new CopyOnWriteArrayList<>();
        List<ServerSocket> servers = new CopyOnWriteArrayList<>();
        try (Checker checker = Checker.create();
                Monitor monitor = Monitor.builder(checker)
                        .interval(Duration.ofSeconds(1))
                        .timeout(Duration.ofMillis(500))
                        .fall(1)
                        .listener(transitions::add)
                        .build()) {
            for (int i = 0; i < TARGETS; i++) {
                ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                servers.add(server);
                monitor.add(Target.of((InetSocketAddress) server.getLocalSocketAddress())
                        .toString());
            }
            until(() -> transitions.size() >= TARGETS);
            Instant stopped = Instant.now();
            String self = Long.toString(ProcessHandle.current().pid());
            Process stopper = new ProcessBuilder("bash", "-c", "kill -STOP " + self + "; sleep 5; kill -CONT " + self)
                    .inheritIO()
                    .start();
            stopper.waitFor();
            Instant resumed = Instant.now();
            long asked = monitor.stats().started();
            // Until each has been asked again, and so could be called down.
            until(() -> monitor.stats().started() >= asked + 3 * TARGETS
                    && monitor.snapshot().targets().stream().allMatch(status -> isUpSince(status, resumed)));
            // Inside the stop, even if starting and ending it took seconds.
            Instant middle = stopped.plus(Duration.between(stopped, resumed).dividedBy(2));
            System.out.println("transitions " + transitions.size());
            for (TargetStatus status : monitor.snapshot().targets()) {
                System.out.println("unobservedMillis "
                        + status.outageHistory().unobserved().stream()
                                .mapToLong(span -> span.length().toMillis())
                                .max()
                                .orElse(0));
                System.out.println("unobservedSpans "
                        + status.outageHistory().unobserved().stream()
                                .filter(span -> span.from().isBefore(middle)
                                        && span.to().isAfter(middle))
                                .count());
                System.out.println("outages " + status.outageHistory().outages().size());
            }
            for (ServerSocket server : servers) {
                server.close();
            }
        }
    }
}
