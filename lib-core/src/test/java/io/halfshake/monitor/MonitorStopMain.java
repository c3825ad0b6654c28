package io.halfshake.monitor;

import io.halfshake.Checker;
import io.halfshake.Target;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Watches a listener on loopback, has itself stopped for five seconds, and prints what the books say of it. */
public final class MonitorStopMain {
    private static final int TARGETS = 20;

    private MonitorStopMain() {}

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
            Thread.sleep(3_000);
            String self = Long.toString(ProcessHandle.current().pid());
            Process stopper = new ProcessBuilder("bash", "-c", "kill -STOP " + self + "; sleep 5; kill -CONT " + self)
                    .inheritIO()
                    .start();
            stopper.waitFor();
            Thread.sleep(3_000);
            System.out.println("transitions " + transitions.size());
            for (TargetStatus status : monitor.snapshot().targets()) {
                status.ledger()
                        .unobserved()
                        .forEach(span -> System.out.println(
                                "unobservedMillis " + span.length().toMillis()));
                System.out.println("outages " + status.ledger().outages().size());
            }
            for (ServerSocket server : servers) {
                server.close();
            }
        }
    }
}
