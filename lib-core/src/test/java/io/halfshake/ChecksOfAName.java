package io.halfshake;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Run in a JVM of its own: checks port 1 of a name that has the addresses given, and prints what it found. */
final class ChecksOfAName {
    private ChecksOfAName() {}

    public static void main(String[] arguments) throws IOException {
        List<InetAddress> addresses = new ArrayList<>();
        for (String argument : arguments) {
            addresses.add(InetAddress.getByName(argument));
        }
        try (Checker checker = Checker.builder()
                .engine("connect")
                .resolver(host -> CompletableFuture.completedFuture(addresses))
                .build()) {
            System.out.println(CountedChecks.finding(checker.checkAddr("name:1", Duration.ofSeconds(60))));
        }
    }
}
