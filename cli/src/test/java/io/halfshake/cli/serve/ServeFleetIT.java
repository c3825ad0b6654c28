package io.halfshake.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.testing.TcpPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand targets in a small heap, with a history, while the configuration changes all the time. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ServeFleetIT {
    private static final int TARGETS = 10_000;

    /** How many of them have another label after each reload. */
    private static final int LABELLED = 100;

    private static final int RELOADS = 20;
    private static final long RELOAD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final String SETTINGS = """
            defaults: { interval: 2s, timeout: 1s, rise: 1, fall: 1 }
            store: { file: data/history }
            files: [ fleet.txt ]
            targets:
            """;
    private static final Pattern STATES =
            Pattern.compile("\"targets\":\\{\"up\":0,\"down\":(\\d+),\"unknown\":(\\d+)}");
    private static final Pattern CHECKS =
            Pattern.compile("\\{\"target\":\"([^\"]+)\",.*?\"checks\":\\{\"up\":0,\"down\":(\\d+),");
    private static final Pattern NEXT = Pattern.compile("\"next\":\"([^\"]+)\"");

    /** Generous: only a target that is not checked any more takes longer. */
    private static final long MAX_WAIT_NANOS = TimeUnit.MINUTES.toNanos(2);

    @TempDir
    private Path directory;

    /** Its port is closed on all of 127.0.0.0/8. */
    private final TcpPeer closed = TcpPeer.refusing();

    @AfterEach
    void freePort() {
        closed.close();
    }

    private String target(int second, int number) {
        return "127." + second + "." + number / 250 + "." + (1 + number % 250) + ":"
                + closed.address().getPort();
    }

    /** In each round one of the targets is another one. */
    private void configure(int round) throws IOException {
        StringBuilder targets = new StringBuilder(SETTINGS);
        for (int i = 1; i < LABELLED; i++) {
            targets.append("  - { target: \"").append(target(3, i)).append("\", labels: { round: \"r");
            targets.append(round).append("\" } }\n");
        }
        targets.append("  - \"").append(target(4, round)).append("\"\n");
        ServeProcess.configure(directory, targets.toString());
    }

    private void writeFleet() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = LABELLED; i < TARGETS; i++) {
            lines.add(target(5, i));
        }
        Path unused = Files.write(directory.resolve("fleet.txt"), lines);
    }

    @Test
    void reloadsUnderTenThousandTargets_loseNoCheckInASmallHeap() throws Exception {
        writeFleet();
        configure(0);
        try (ServeProcess watcher = ServeProcess.start(directory, "-Xmx128m", "-XX:+ExitOnOutOfMemoryError")) {
            watcher.awaitPage("/api/v1/status", "\"down\":" + TARGETS + ",\"unknown\":0}");
            Map<String, Integer> before = checks(watcher);
            assertThat(before).hasSize(TARGETS);

            reload(watcher);

            Map<String, Integer> after = checks(watcher);
            assertThat(after).hasSize(TARGETS);
            before.keySet().retainAll(after.keySet());
            assertThat(before).as("all but the one that was replaced").hasSize(TARGETS - 1);
            assertThat(lessThan(before, after)).as("begun anew").isEmpty();
            assertThat(watcher.get("/api/v1/targets?limit=1000&q=127.3.").body())
                    .contains("\"round\":\"r" + RELOADS + "\"")
                    .doesNotContain("\"round\":\"r" + (RELOADS - 1) + "\"");
            assertEachIsCheckedAgain(watcher, after);

            assertThat(watcher.get("/metrics").body()).contains("halfshake_target_down_time_seconds{");
            assertThat(watcher.get("/api/v1/status").body())
                    .contains("\"store\":{\"state\":\"writing\",", "\"lostEvents\":0,", "\"lostMinutes\":0}");
            assertThat(watcher.log()).doesNotContain("OutOfMemoryError");
        }
    }

    /** Every 100 ms, or one after the other where that takes longer. */
    private void reload(ServeProcess watcher) throws Exception {
        long begin = System.nanoTime();
        for (int round = 1; round <= RELOADS; round++) {
            TimeUnit.NANOSECONDS.sleep(begin + round * RELOAD_NANOS - System.nanoTime());
            configure(round);
            assertThat(watcher.post("/-/reload").status()).isEqualTo(200);
            Matcher states = STATES.matcher(watcher.get("/api/v1/status").body());
            assertThat(states.find()).isTrue();
            assertThat(Integer.parseInt(states.group(2)))
                    .as("without a state in round %s: %s", round, states.group())
                    .isLessThanOrEqualTo(1);
        }
    }

    /** How many checks each target has had, by its text. */
    private static Map<String, Integer> checks(ServeProcess watcher) throws Exception {
        Map<String, Integer> checks = new HashMap<>();
        String after = "";
        while (true) {
            String page = watcher.get("/api/v1/targets?limit=1000" + after).body();
            Matcher target = CHECKS.matcher(page);
            while (target.find()) {
                checks.put(target.group(1), Integer.valueOf(target.group(2)));
            }
            Matcher next = NEXT.matcher(page);
            if (!next.find()) {
                return checks;
            }
            after = "&after=" + next.group(1);
        }
    }

    private static List<String> lessThan(Map<String, Integer> before, Map<String, Integer> after) {
        return before.entrySet().stream()
                .filter(each -> after.getOrDefault(each.getKey(), 0) < each.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static void assertEachIsCheckedAgain(ServeProcess watcher, Map<String, Integer> before) throws Exception {
        Map<String, Integer> wanted = new HashMap<>(before);
        wanted.replaceAll((target, checks) -> checks + 1);
        long end = System.nanoTime() + MAX_WAIT_NANOS;
        List<String> waiting = lessThan(wanted, checks(watcher));
        while (!waiting.isEmpty() && end - System.nanoTime() > 0) {
            TimeUnit.MILLISECONDS.sleep(200);
            waiting = lessThan(wanted, checks(watcher));
        }
        assertThat(waiting).as("not checked any more").isEmpty();
    }
}
