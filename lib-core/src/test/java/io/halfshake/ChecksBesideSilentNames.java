package io.halfshake;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Checks of names, on a machine whose name server takes every question and answers none. */
final class ChecksBesideSilentNames {
    private static final Duration PLENTY = Duration.ofMinutes(2);

    private ChecksBesideSilentNames() {}

    public static void main(String[] arguments) throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        try (DatagramSocket mute = new DatagramSocket(new InetSocketAddress(loopback, 53));
                ServerSocket listener = new ServerSocket(0, 50, loopback);
                Checker checker = Checker.builder().engine("connect").build()) {
            Eventually.holds("the name server listens", mute::isBound);
            String port = ":" + listener.getLocalPort();
            List<CompletableFuture<CheckResult>> hanging = ask(checker, "dead", 40);
            System.out.println("never asked before: " + state(checker, "listed.test" + port));
            hanging.addAll(ask(checker, "more", 200));
            Eventually.holds("as many hang as may", () -> threads() >= LookupQueue.MAX_RUNNING - 16);
            System.out.println("asked before: " + state(checker, "LISTED.test" + port));
            System.out.println("by its address: " + state(checker, "127.0.0.1" + port));
            System.out.println("the others hang: " + hanging.stream().noneMatch(CompletableFuture::isDone));
        }
    }

    private static List<CompletableFuture<CheckResult>> ask(Checker checker, String name, int count) {
        List<CompletableFuture<CheckResult>> checks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            checks.add(checker.checkAddrAsync(name + "-" + i + ".test:80", PLENTY.multipliedBy(2)));
        }
        return checks;
    }

    private static String state(Checker checker, String target) {
        return CountedChecks.verdict(checker.checkAddr(target, PLENTY));
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("halfshake-resolver"))
                .count();
    }
}
