package io.halfshake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Run in a JVM of its own, on a network of its own: checks a silent target, takes the routes of an interface away once
 * the SYN is out, and prints what it found. Arguments: the target and the interface.
 */
final class CheckThatLosesItsRoute {
    /** A socket in SYN_SENT; see proc_net_tcp.rst of the kernel. */
    private static final String SYN_SENT = ":0050 02 ";

    private CheckThatLosesItsRoute() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (Checker checker =
                Checker.builder().engine("connect").resend(Resend.never()).build()) {
            CompletableFuture<CheckResult> check;
            boolean tooLate;
            do {
                check = checker.checkAddrAsync(arguments[0], Duration.ofSeconds(60));
                while (!check.isDone() && !isSynSent()) {
                    Thread.onSpinWait();
                }
                run("ip", "route", "flush", "dev", arguments[1]);
                // A machine that is slow enough: the kernel gave up before.
                tooLate = check.isDone();
                if (tooLate) {
                    run("ip", "route", "add", "10.9.0.0/24", "dev", arguments[1]);
                }
            } while (tooLate);
            System.out.println(CountedChecks.finding(check.join()));
        }
    }

    private static boolean isSynSent() throws IOException {
        return Files.readString(Path.of("/proc/net/tcp")).contains(SYN_SENT)
                || Files.readString(Path.of("/proc/net/tcp6")).contains(SYN_SENT);
    }

    private static void run(String... command) throws IOException, InterruptedException {
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IOException(String.join(" ", command) + ": exit status " + status);
        }
    }
}
