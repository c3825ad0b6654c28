package io.halfshake.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cli.serve.ServeProcess.Reply;
import io.halfshake.testing.TcpPeer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the whole process has to survive: clients that do not read, being stopped, being killed. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ServeSurvivalIT {
    /** Any result decides. */
    private static final String QUICK = "defaults: { interval: 200ms, timeout: 100ms, rise: 1, fall: 1 }\n";

    private static final int READERS = 10_000;

    /** 32 write events, and 32 answer requests. A thread for each of the 256 connections would be more. */
    private static final int MAX_MORE_THREADS = 100;

    private static final int TARGETS_PER_KILL = 1_000;
    private static final Pattern UPS = Pattern.compile("\"checks\":\\{\"up\":(\\d+),");
    private static final Pattern SINCE = Pattern.compile("\"since\":\"([-0-9T:.]{23})");

    @TempDir
    private Path directory;

    private void configure(String settings, String target) throws IOException {
        ServeProcess.configure(directory, settings + "targets:\n  - \"" + target + "\"\n");
    }

    private static String pageOf(TcpPeer peer) {
        return "/api/v1/targets/" + peer.target();
    }

    private static String group(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        assertThat(found.find()).as("%s in %s", pattern, text).isTrue();
        return found.group(1);
    }

    @Test
    void slowReadersOfEvents_holdUpNothingElse() throws Exception {
        try (TcpPeer peer = TcpPeer.accepting()) {
            configure(QUICK, peer.target());
            try (ServeProcess watcher = ServeProcess.start(directory, "-XX:+ExitOnOutOfMemoryError");
                    SlowReaders readers = new SlowReaders(watcher.address())) {
                watcher.awaitLog("halfshake: UP: ");
                int threads = watcher.threads();
                readers.connect(READERS);

                assertThat(readers.answered()).isGreaterThan(32);
                assertThat(watcher.getOnceThereIsRoom("/events"))
                        .isEqualTo(new Reply(503, "event streams: 32 are open (expected fewer at once)\n"));
                assertThat(watcher.getOnceThereIsRoom("/-/healthy")).isEqualTo(new Reply(200, "healthy\n"));
                assertThat(watcher.threads()).isLessThan(threads + MAX_MORE_THREADS);
                peer.goDown();
                watcher.awaitLog("halfshake: DOWN, was UP: ");

                readers.disconnect();
                peer.goUp();
                watcher.awaitLog("halfshake: UP, was DOWN: ");
                while (!watcher.hasRoomForEvents()) {
                    TimeUnit.MILLISECONDS.sleep(50);
                }
            }
        }
    }

    /**
     * Longer than all that a stop can make late: the interval, the timeout, and by what a thread has to be late for a
     * stall. A longer stop meets the limits of HTTP besides, and has its turn in the long runs.
     */
    @Test
    void stoppedProcess_takesNoTargetForDown() throws Exception {
        assertStopIsSurvived(Duration.ofSeconds(3));
    }

    /** Connections that are idle for 30 s are closed, and requests have to be complete within 10 s. */
    @Test
    @Tag("thorough")
    void processStoppedForHalfAMinute_takesNoTargetForDown() throws Exception {
        assertStopIsSurvived(Duration.ofSeconds(30));
    }

    private void assertStopIsSurvived(Duration length) throws Exception {
        try (TcpPeer peer = TcpPeer.accepting()) {
            // A single silence may be this machine's own, which is busy.
            configure(QUICK.replace("fall: 1", "fall: 3"), peer.target());
            try (ServeProcess watcher = ServeProcess.start(directory);
                    BufferedReader events = watcher.events()) {
                watcher.awaitLog("halfshake: UP: ");
                FutureTask<Reply> meanwhile = new FutureTask<>(() -> watcher.get("/-/healthy"));
                Thread client = new Thread(meanwhile, "client of a stopped server");
                client.setDaemon(true);
                watcher.program().signal("STOP");
                try {
                    client.start();
                    TimeUnit.MILLISECONDS.sleep(length.toMillis());
                } finally {
                    watcher.program().signal("CONT");
                }

                assertThat(meanwhile.get(2, TimeUnit.MINUTES)).isEqualTo(new Reply(200, "healthy\n"));
                int ups = ups(watcher, peer);
                while (ups(watcher, peer) < ups + 3) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
                assertThat(watcher.get(pageOf(peer)).body())
                        .contains("\"state\":\"up\",", "\"outageCount\":0,")
                        .as("the time of the stop is unobserved")
                        .doesNotContain("\"unobservedMicros\":0.000");
                assertThat(watcher.log()).doesNotContain("DOWN");

                peer.goDown();
                awaitLine(events, "\"state\":\"down\"");
            }
        }
    }

    private static int ups(ServeProcess watcher, TcpPeer peer) throws Exception {
        return Integer.parseInt(group(UPS, watcher.get(pageOf(peer)).body()));
    }

    private static void awaitLine(BufferedReader lines, String part) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.contains(part)) {
            line = lines.readLine();
        }
        assertThat(line).as("a line with %s before the end", part).isNotNull();
    }

    @Test
    void processKilledInAWrite_continuesTheOutage() throws Exception {
        assertKillsLoseNoOutage(1);
    }

    @Test
    @Tag("thorough")
    void processKilledManyTimes_continuesTheOutage() throws Exception {
        assertKillsLoseNoOutage(20);
    }

    private void assertKillsLoseNoOutage(int kills) throws Exception {
        String settings = QUICK + "store: { file: data/history }\n";
        try (TcpPeer down = TcpPeer.refusing()) {
            configure(settings, down.target());
            String since = "";
            for (int kill = 0; kill <= kills; kill++) {
                try (ServeProcess watcher = ServeProcess.start(directory)) {
                    watcher.awaitPage(pageOf(down) + "/outages", "\"ending\":\"open\"");
                    String found = group(SINCE, watcher.get(pageOf(down)).body());
                    if (kill > 0) {
                        assertThat(found).as("after kill %s", kill).isEqualTo(since);
                    }
                    since = found;
                    assertThat(watcher.get(pageOf(down) + "/outages").body()).containsOnlyOnce("\"ending\":");
                    assertThat(watcher.log()).doesNotContain("store: ");
                    killInAWrite(watcher, settings, down, kill);
                }
            }
        }
    }

    /** While it writes what it finds of further targets, of which none is open. */
    private void killInAWrite(ServeProcess watcher, String settings, TcpPeer down, int kill) throws Exception {
        StringBuilder targets = new StringBuilder(down.target());
        for (int i = 0; i < TARGETS_PER_KILL; i++) {
            targets.append("\"\n  - \"127.2.")
                    .append(4 * kill + i / 250)
                    .append('.')
                    .append(1 + i % 250)
                    .append(':')
                    .append(down.address().getPort());
        }
        configure(settings, targets.toString());
        assertThat(watcher.post("/-/reload").status()).isEqualTo(200);
        // The first 250 of them, whose first checks are spread as those of all.
        String line = "halfshake: DOWN: 127.2." + 4 * kill + ".";
        while (watcher.log().lines().filter(each -> each.contains(line)).count() < 125) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        watcher.program().signal("KILL");
        assertThat(watcher.program().waitFor()).isEqualTo(128 + 9);
    }
}
