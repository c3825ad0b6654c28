package io.halfshake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Run in a JVM of its own: a checker and a thread for each target, all at once. Prints what they found together, and
 * how often.
 *
 * <p>Arguments: how many checks of each target, a timeout, the targets.
 */
final class MutualChecks {
    private MutualChecks() {}

    public static void main(String[] arguments) throws InterruptedException {
        int count = Integer.parseInt(arguments[0]);
        Duration timeout = Duration.parse(arguments[1]);
        Map<String, Integer> findings = new ConcurrentSkipListMap<>();
        List<Thread> threads = new ArrayList<>();
        for (String target : List.of(arguments).subList(2, arguments.length)) {
            Thread thread = new Thread(() -> {
                try (Checker checker = Checker.builder()
                        .engine("connect")
                        .resend(Resend.never())
                        .build()) {
                    for (int i = 0; i < count; i++) {
                        findings.merge(CountedChecks.finding(checker.checkAddr(target, timeout)), 1, Integer::sum);
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        findings.forEach((finding, times) -> System.out.println(finding + " x" + times));
    }
}
