package io.halfshake.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Checker;
import io.halfshake.server.Watcher;
import io.halfshake.server.probe.Program;
import io.halfshake.testing.TcpPeer;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Measures a scrape of {@code /metrics}, and the first paint of the page in Chromium. The rows are added to
 * {@code target/watcher-measurement.md}; no figure is asserted.
 */
@Tag("thorough")
@Isolated("measures")
@Timeout(value = 1, unit = TimeUnit.HOURS)
class WatcherMeasurementIT {
    private static final Path RESULTS = Path.of("target/watcher-measurement.md");
    private static final int WARM_UP = 10;
    private static final int SCRAPES = 21;
    private static final int PAGES = 5;
    private static final int PAGE_TARGETS = 10_000;
    private static final int GROUPS = 20;
    private static final String DEFAULTS =
            "web: { port: 0 }\ndefaults: { interval: 60s, timeout: 1s, rise: 1, fall: 1 }\n";

    /** As Prometheus has it. */
    private static final String ACCEPT = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5";

    @TempDir
    private Path directory;

    /** Its port is closed on all of 127.0.0.0/8. */
    private final TcpPeer closed = TcpPeer.refusing();

    @AfterEach
    void freePort() {
        closed.close();
    }

    private String target(int number) {
        return "127." + (1 + number / 62_500) + "." + number / 250 % 250 + "." + (1 + number % 250) + ":"
                + closed.address().getPort();
    }

    /** Returns when all of its targets have a state. */
    private Watcher start(String targets) throws Exception {
        Path file = Files.writeString(directory.resolve("halfshake.yaml"), DEFAULTS + targets);
        // The targets are spread over a minute, and few are checked at once.
        Watcher watcher = Watcher.start(
                file, Map.of(), checks -> Checker.builder().maxInFlight(1_000).build());
        boolean ready = false;
        try {
            while (!text(read(watcher, "/api/v1/status", false)).contains("\"unknown\":0}")) {
                TimeUnit.MILLISECONDS.sleep(500);
            }
            ready = true;
            return watcher;
        } finally {
            if (!ready) {
                watcher.close();
            }
        }
    }

    private static String url(Watcher watcher, String path) {
        return "http://127.0.0.1:" + watcher.address().getPort() + path;
    }

    /** The body as it was sent. */
    private static byte[] read(Watcher watcher, String path, boolean gzip) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url(watcher, path)).toURL().openConnection(Proxy.NO_PROXY);
        connection.setRequestProperty("Accept", ACCEPT);
        if (gzip) {
            connection.setRequestProperty("Accept-Encoding", "gzip");
        }
        try (InputStream body = connection.getInputStream()) {
            return body.readAllBytes();
        }
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000, 100_000})
    void scrape_isMeasured(int targets) throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < targets; i++) {
            lines.add(target(i));
        }
        Path unused = Files.write(directory.resolve("targets.txt"), lines);
        try (Watcher watcher = start("files: [ targets.txt ]\n")) {
            assertThat(text(read(watcher, "/metrics", false))
                            .lines()
                            .filter(line -> line.startsWith("halfshake_target_up{")))
                    .hasSize(targets);
            for (boolean gzip : new boolean[] {false, true}) {
                List<Double> millis = new ArrayList<>();
                int bytes = 0;
                for (int i = 0; i < WARM_UP + SCRAPES; i++) {
                    long begin = System.nanoTime();
                    bytes = read(watcher, "/metrics", gzip).length;
                    if (i >= WARM_UP) {
                        millis.add((System.nanoTime() - begin) / 1e6);
                    }
                }
                write("scrape" + (gzip ? ", gzip" : ""), targets, millis, bytes);
            }
        }
    }

    /** Of a browser that has nothing of the page yet. */
    @Test
    void firstPaint_isMeasured() throws Exception {
        Program.assumeInstalled("chromium", "chromium");
        StringBuilder targets = new StringBuilder("targets:\n");
        for (int i = 0; i < PAGE_TARGETS; i++) {
            targets.append("  - { name: t").append(i).append(", group: g").append(i % GROUPS);
            targets.append(", target: \"").append(target(i)).append("\" }\n");
        }
        List<Double> paints = new ArrayList<>();
        List<Double> tasks = new ArrayList<>();
        int bytes = 0;
        try (Watcher watcher = start(targets.toString())) {
            for (int i = 0; i < PAGES; i++) {
                try (Browser browser = new Browser(Files.createDirectory(directory.resolve("browser-" + i)))) {
                    browser.runFirst("window.tasks = []; new PerformanceObserver(list => list.getEntries().forEach("
                            + "task => tasks.push(task.duration))).observe({ type: 'longtask', buffered: true });");
                    browser.open(url(watcher, "/"));
                    // The targets, their groups, and the head of the table.
                    browser.await(
                            "document.getElementById('table').getAttribute('aria-rowcount')",
                            Integer.toString(PAGE_TARGETS + GROUPS + 1));
                    paints.add(number(browser, "performance.getEntriesByName('first-contentful-paint')[0].startTime"));
                    tasks.add(number(browser, "Math.max(0, ...tasks)"));
                    bytes = (int) number(
                            browser,
                            "performance.getEntriesByType('resource')"
                                    + ".reduce((sum, each) => sum + each.transferSize, 0)");
                }
            }
        }
        write("first contentful paint", PAGE_TARGETS, paints, bytes);
        write("longest task of the page", PAGE_TARGETS, tasks, bytes);
    }

    private static double number(Browser browser, String expression) throws Exception {
        return Double.parseDouble(browser.evaluate(expression));
    }

    private static void write(String what, int targets, List<Double> millis, int bytes) throws IOException {
        if (!Files.exists(RESULTS)) {
            Files.writeString(
                    RESULTS, "| what | targets | ms, median | least | most | bytes |\n|---|---|---|---|---|---|\n");
        }
        List<Double> sorted = millis.stream().sorted().toList();
        Files.writeString(
                RESULTS,
                String.format(
                        Locale.ROOT,
                        "| %s | %,d | %.1f | %.1f | %.1f | %,d |%n",
                        what,
                        targets,
                        sorted.get(sorted.size() / 2),
                        sorted.get(0),
                        sorted.get(sorted.size() - 1),
                        bytes),
                StandardOpenOption.APPEND);
    }
}
