package io.halfshake.cli.watch;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.cli.command.CommandException;
import io.halfshake.cli.command.EngineOption;
import io.halfshake.cli.command.Environment;
import io.halfshake.cli.command.ExitStatus;
import io.halfshake.cli.command.Interrupts;
import io.halfshake.cli.command.Version;
import io.halfshake.cli.report.HtmlReport;
import io.halfshake.cli.report.MachineName;
import io.halfshake.cli.report.ReportFacts;
import io.halfshake.cli.report.ReportFile;
import io.halfshake.cli.report.RoundTripRecorder;
import io.halfshake.cli.targets.LineErrors;
import io.halfshake.cli.targets.TargetArguments;
import io.halfshake.cli.targets.TargetFile;
import io.halfshake.cli.targets.Targets;
import io.halfshake.cli.terminal.LogText;
import io.halfshake.cli.terminal.OutputException;
import io.halfshake.cli.terminal.Symbols;
import io.halfshake.cli.terminal.Texts;
import io.halfshake.monitor.Blindness;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorBuilder;
import io.halfshake.monitor.MonitorListener;
import io.halfshake.monitor.TargetResult;
import io.halfshake.monitor.TargetStatus;
import io.halfshake.monitor.Transition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** {@code halfshake watch}. */
public final class WatchCommand {
    /** A listener waits while the queue is full; further transitions wait in the monitor. */
    private static final int MAX_QUEUED = 10_000;

    private static final Duration START_SPREAD_PER_TARGET = Duration.ofMillis(10);
    private static final int DEFAULT_IN_FLIGHT = 1_000;
    private static final int MAX_IN_FLIGHT = 1_000_000;

    private final WatchOptions options;
    private final Environment environment;
    private final LineErrors badLines;
    private final BlockingQueue<WatchUpdate> queue = new LinkedBlockingQueue<>(MAX_QUEUED);

    public WatchCommand(WatchOptions options, Environment environment) {
        this.options = options;
        this.environment = environment;
        this.badLines = new LineErrors(environment.stderr());
    }

    /**
     * Watches.
     *
     * @return the exit status
     * @throws CommandException if there is nothing to watch
     * @throws OutputException if standard output is closed
     */
    public int run() {
        TargetArguments.require(options.targets(), options.file(), this::requireTarget);
        TargetArguments.requireWellFormed(options.witnesses(), this::requireTarget);
        ReportFile file = options.report() == null ? null : ReportFile.prepare(options.report());
        Watchlist watchlist = new Watchlist(targets(), isLive());
        RoundTripRecorder recorder =
                new RoundTripRecorder(file == null ? Set.of() : watchlist.targets(), options.interval());
        try (Checker checker = open(watchlist.size() + options.witnesses().size());
                Monitor monitor = monitor(checker, watchlist, recorder);
                WatchScreen screen = screen(watchlist, monitor)) {
            EndFindings findings = new EndFindings(
                    environment.watchClock(),
                    () -> new WatchFindings(monitor.snapshot(), checker.engine(), badLines.count()));
            long startNanos = environment.watchClock().nanoTime();
            HtmlReportWriter report =
                    new HtmlReportWriter(file, () -> page(findings, startNanos, recorder), environment.stderr());
            WatchSession session =
                    new WatchSession(options, environment, watchlist, screen, format(), findings, report);
            return watch(session, report, () -> watchlist.targets().forEach(monitor::add));
        }
    }

    private int watch(WatchSession session, HtmlReportWriter report, Runnable start) {
        Interrupts.Registration interrupt = environment.interrupts().onInterrupt(() -> {
            session.interrupted();
            report.showFailure();
        });
        int status;
        try (report) {
            start.run();
            status = session.watch(queue);
        } finally {
            interrupt.cancel();
        }
        return report.hasFailed() ? ExitStatus.ERROR : status;
    }

    private String page(EndFindings findings, long startNanos, RoundTripRecorder recorder) {
        ReportFacts facts = facts(findings, startNanos);
        recorder.end();
        return HtmlReport.of(facts, recorder);
    }

    private ReportFacts facts(EndFindings findings, long startNanos) {
        WatchFindings found = findings.get();
        return new ReportFacts(
                found.snapshot(),
                found.engine(),
                found.badLines(),
                startNanos,
                findings.nanos(),
                environment.watchClock().zone(),
                MachineName.read(Path.of("/proc"), environment.variables()),
                "Halfshake " + Version.text() + ", Java " + System.getProperty("java.version") + ", "
                        + System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                WatchSettings.describe(options));
    }

    private void requireTarget(String text) {
        EngineOption.requireTarget(options.engine(), text);
    }

    private boolean isLive() {
        return environment.useTable() && !options.json() && !options.quiet();
    }

    private Set<String> targets() {
        Set<String> all = new LinkedHashSet<>();
        TargetFile file = options.file() == null
                ? null
                : new TargetFile(options.file(), environment.stdin(), this::requireTarget);
        LineErrors duplicates = new LineErrors(environment.stderr());
        try (Targets targets = new Targets(options.targets(), file, 1, badLines::add)) {
            while (targets.await()) {
                String target = targets.next();
                if (!all.add(target)) {
                    duplicates.add("target: \"" + Texts.visible(target) + "\" (expected once; it is watched once)");
                }
            }
        }
        badLines.finish();
        duplicates.finish();
        if (all.isEmpty()) {
            throw new CommandException("TARGET: none in the file (expected at least one)");
        }
        return all;
    }

    private void warn(String text) {
        environment.stderr().println(LogText.warning(text));
    }

    /** With room for all checks that may be silent at once. */
    private Checker open(int targets) {
        double busyShare = (double) options.timeout().toMillis()
                / Math.max(1, options.interval().toMillis());
        int wanted = (int) Math.min(MAX_IN_FLIGHT, Math.ceil(targets * Math.min(1, busyShare)));
        Checker checker = environment.checkers().open(options.engine(), wanted > DEFAULT_IN_FLIGHT ? wanted : null);
        int max = checker.engine().maxInFlight();
        if (max < wanted) {
            warn("targets: " + targets + ", of which " + wanted + " may be silent at once (expected at most "
                    + max + " with the engine " + checker.engine().name()
                    + " here; a longer -i or a shorter -t helps)");
        }
        return checker;
    }

    private Monitor monitor(Checker checker, Watchlist watchlist, RoundTripRecorder recorder) {
        // No jitter: it would widen the bounds of every outage, and there is only one watcher.
        MonitorBuilder builder = Monitor.builder(checker)
                .interval(options.interval())
                .jitter(0)
                .timeout(options.timeout())
                .rise(options.rise())
                .fall(options.fall())
                .startSpread(START_SPREAD_PER_TARGET.multipliedBy(watchlist.size()))
                .listener(new Listener(watchlist));
        if (options.report() != null) {
            builder.listener(recorder);
        }
        if (!options.witnesses().isEmpty()) {
            builder.witnesses(options.witnesses(), options.quorum());
        }
        return environment.watchClock().configure(builder).build();
    }

    private WatchFormat format() {
        return options.json()
                ? new WatchJson()
                : new WatchText(
                        environment.watchClock().zone(), environment.useColours(), Symbols.of(environment.variables()));
    }

    private WatchScreen screen(Watchlist watchlist, Monitor monitor) {
        return isLive()
                ? new LiveScreen(watchlist, entry -> row(entry, monitor), monitor::blindness, environment)
                : new PlainScreen(environment);
    }

    private static WatchTable.Row row(Watchlist.Entry entry, Monitor monitor) {
        TargetStatus status = Objects.requireNonNull(monitor.status(entry.target), entry.target);
        return new WatchTable.Row(
                status.target(),
                status.state(),
                Duration.between(status.since(), status.outageHistory().asOf()),
                status.last(),
                status.lastHeld(),
                entry.recent == null ? List.of() : entry.recent.latest(),
                status.counts().loss());
    }

    private final class Listener implements MonitorListener {
        private final Watchlist watchlist;

        Listener(Watchlist watchlist) {
            this.watchlist = watchlist;
        }

        @Override
        public void onTransition(Transition transition) {
            put(new WatchUpdate.StateChange(transition));
        }

        @Override
        public void onBlindness(Blindness blindness) {
            put(new WatchUpdate.WitnessChange(environment.watchClock().now(), blindness));
        }

        private void put(WatchUpdate update) {
            try {
                queue.put(update);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void onResult(TargetResult checked) {
            CheckResult result = checked.result();
            Watchlist.Entry entry = watchlist.get(checked.target());
            if (entry.recent != null) {
                entry.recent.add(checked);
            }
            if (entry.isFirst() && result instanceof CheckResult.Unknown unknown) {
                // Without waiting: a full queue means that there is enough to read.
                boolean unused = queue.offer(
                        new WatchUpdate.FirstUnknown(environment.watchClock().now(), unknown));
            }
        }
    }
}
