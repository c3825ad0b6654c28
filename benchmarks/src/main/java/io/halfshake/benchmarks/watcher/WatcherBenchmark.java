package io.halfshake.benchmarks.watcher;

import io.halfshake.benchmarks.machine.Programs;
import io.halfshake.lab.HostCounters;
import io.halfshake.lab.Lab;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A monitor alone, then a watcher with the same targets, scraped, reloaded and looked at. */
final class WatcherBenchmark {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    /** The watcher's default. */
    private static final double JITTER = 0.1;

    private static final Duration WARM_UP = Duration.ofMinutes(1);
    private static final Duration ALONE = Duration.ofMinutes(2);
    private static final Duration SCRAPE_INTERVAL = Duration.ofSeconds(15);
    private static final int SCRAPES_A_MINUTE = 4;

    /** Targets that each reload adds, and as many that it removes: details are left out of larger scrapes. */
    private static final int MAX_CHANGED = 100;

    private static final int WITNESSES = 3;

    /** In a network of its own, no other process has it. */
    private static final String URL = "http://127.0.0.1:9515";

    private final Path root;
    private final Path directory;
    private final Lab lab;
    private final Options options;
    private final Consumer<String> log;
    private final int changed;

    WatcherBenchmark(Path root, Path directory, Lab lab, Options options, Consumer<String> log) {
        this.root = root;
        this.directory = directory;
        this.lab = lab;
        this.options = options;
        this.log = log;
        changed = Math.min(MAX_CHANGED, options.targets() / 2);
    }

    /** Returns the report. */
    String run() throws IOException, InterruptedException {
        if (options.pages() > 0) {
            // Before minutes are spent.
            String unused = Programs.path("chromium");
        }
        int hosts = options.targets() + changed + WITNESSES;
        lab.play(0, hosts - 1, 1, "open delay=1ms");
        Path file = Files.write(directory.resolve("targets.txt"), targets(0, options.targets()));
        log.accept("monitor alone, " + WARM_UP.plus(ALONE).toMinutes() + " minutes");
        double alone = MonitorAlone.cpuMicrosPerCheck(file, INTERVAL, WARM_UP, ALONE);
        log.accept(String.format(Locale.ROOT, "monitor alone: %.1f us a check", alone));

        String witnesses = String.join(", ", quoted(targets(options.targets() + changed, hosts)));
        Path config = Files.writeString(
                directory.resolve("halfshake.yaml"),
                String.format(Locale.ROOT, """
                        web: { address: 127.0.0.1, port: 9515 }
                        defaults: { interval: 5s, timeout: 1s }
                        witnesses: { targets: [ %s ], quorum: 2 }
                        store: { file: %s }
                        files: [ targets.txt ]
                        """, witnesses, directory.resolve("history")));
        List<OpenPage> pages = new ArrayList<>();
        try (WatcherProcess watcher = WatcherProcess.start(root, config, URL, directory.resolve("serve.log"))) {
            for (int i = 0; i < options.pages(); i++) {
                pages.add(OpenPage.open(URL + "/", Files.createDirectory(directory.resolve("browser-" + i))));
            }
            log.accept("watcher: warm-up of " + WARM_UP.toMinutes() + " minute");
            sleepUntil(System.nanoTime() + WARM_UP.toNanos());
            return measure(watcher, file, alone, pages);
        } finally {
            for (OpenPage page : pages) {
                page.close();
            }
        }
    }

    private String measure(WatcherProcess watcher, Path file, double alone, List<OpenPage> pages)
            throws IOException, InterruptedException {
        long liveBefore = ProcessSize.liveBytes(watcher.pid());
        List<HostCounters> accounts = accounts();
        Scrape first = watcher.scrape();
        double cpu = watcher.cpuMicros();
        long start = System.nanoTime();

        StringBuilder rows = new StringBuilder(Row.HEAD);
        Scrape last = first;
        double used = cpu;
        for (int minute = 1; minute <= options.minutes(); minute++) {
            long minuteStart = start + TimeUnit.MINUTES.toNanos(minute - 1);
            int shift = minute % 2 * changed;
            Path unused = Files.write(file, targets(shift, options.targets() + shift));
            long reloadStart = System.nanoTime();
            watcher.reload();
            double reloadMillis = (System.nanoTime() - reloadStart) / 1e6;
            Scrape before = last;
            double slowest = 0;
            for (int i = 1; i <= SCRAPES_A_MINUTE; i++) {
                sleepUntil(minuteStart + i * SCRAPE_INTERVAL.toNanos());
                last = watcher.scrape();
                slowest = Math.max(slowest, last.millis());
            }
            double usedNow = watcher.cpuMicros();
            long checks = last.checks() - before.checks();
            Row row = new Row(
                    minute,
                    checks,
                    last.sum("halfshake_checks_skipped_total") - before.sum("halfshake_checks_skipped_total"),
                    last.sum("halfshake_checks_overdue_total") - before.sum("halfshake_checks_overdue_total"),
                    (usedNow - used) / checks,
                    ProcessSize.of(watcher.pid()),
                    slowest,
                    reloadMillis);
            used = usedNow;
            log.accept(row.toString());
            rows.append(row).append('\n');
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        String asked = asked(accounts, accounts(), seconds);
        int stillOpen = 0;
        for (OpenPage page : pages) {
            stillOpen += page.isShown() ? 1 : 0;
        }
        long liveAfter = ProcessSize.liveBytes(watcher.pid());
        double perCheck = (used - cpu) / (last.checks() - first.checks());
        return rows
                + String.format(
                        Locale.ROOT,
                        """

                %,d targets every %d s, %d browsers with the page, %d of which showed it at the end. %s
                CPU a check: %.1f us, %.2f times that of a monitor alone (%.1f us). Live objects: %.1f MiB before, %.1f MiB after.
                Transitions to down: %d; stalls: %d; a scrape is %,d bytes, compressed.
                """,
                        options.targets(),
                        INTERVAL.toSeconds(),
                        pages.size(),
                        stillOpen,
                        asked,
                        perCheck,
                        perCheck / alone,
                        alone,
                        liveBefore / 1048576.0,
                        liveAfter / 1048576.0,
                        last.downs() - first.downs(),
                        last.sum("halfshake_monitor_stalls_total") - first.sum("halfshake_monitor_stalls_total"),
                        last.bytes());
    }

    /** How often the hosts were asked, as they counted it. */
    private String asked(List<HostCounters> before, List<HostCounters> after, double seconds) {
        long[] syns = IntStream.range(0, before.size())
                .mapToLong(i -> after.get(i).syns() - before.get(i).syns())
                .sorted()
                .toArray();
        return String.format(
                Locale.ROOT,
                "In %.0f s each target that stayed received %d to %d SYNs (%.1f to %.1f by the interval and its jitter).",
                seconds,
                syns[0],
                syns[syns.length - 1],
                seconds / INTERVAL.toSeconds() / (1 + JITTER),
                seconds / INTERVAL.toSeconds() / (1 - JITTER));
    }

    /** Those that no reload removes. */
    private List<HostCounters> accounts() {
        return lab.accounts(StandardProtocolFamily.INET, changed, options.targets() - 1);
    }

    private List<String> targets(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(host -> lab.address(StandardProtocolFamily.INET, host))
                .map(address -> address.getAddress().getHostAddress() + ":" + address.getPort())
                .toList();
    }

    private static List<String> quoted(List<String> texts) {
        return texts.stream().map(text -> '"' + text + '"').toList();
    }

    private static void sleepUntil(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
