package io.halfshake.cli;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorBuilder;
import io.halfshake.monitor.TargetStatus;
import io.halfshake.monitor.Transition;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** {@code halfshake watch}. */
final class WatchRun {
    /** A listener that finds the queue full waits; what it is not told meanwhile waits in the monitor. */
    private static final int MOST_NEWS = 10_000;

    private static final Duration SPREAD_OF_EACH = Duration.ofMillis(10);
    private static final int USUAL_IN_FLIGHT = 1_000;
    private static final int MOST_IN_FLIGHT = 1_000_000;

    private final WatchOptions options;
    private final Surroundings surroundings;
    private final BlockingQueue<News> queue = new LinkedBlockingQueue<>(MOST_NEWS);
    private long badLines;

    WatchRun(WatchOptions options, Surroundings surroundings) {
        this.options = options;
        this.surroundings = surroundings;
    }

    /**
     * Watches.
     *
     * @return the exit status
     * @throws CommandException if there is nothing to watch
     * @throws OutputException if standard output is closed
     */
    int run() {
        TargetArguments.require(options.targets(), options.file(), this::requireTarget);
        Watchlist watchlist = new Watchlist(targets(), isLive());
        try (Checker checker = open(watchlist.size());
                Monitor monitor =
                        monitor(new NotingChecker(checker, result -> note(watchlist, result)), watchlist.size())) {
            WatchSession session = new WatchSession(
                    options,
                    surroundings,
                    watchlist,
                    screen(watchlist, monitor),
                    format(),
                    () -> new WatchFindings(monitor.snapshot(), checker.engine(), badLines));
            Interrupts.Registration interrupt = surroundings.interrupts().onInterrupt(session::interrupted);
            try {
                watchlist.targets().forEach(monitor::add);
                return session.watch(queue);
            } finally {
                interrupt.withdraw();
            }
        }
    }

    private void requireTarget(String text) {
        CheckOptions.requireTarget(options.engine(), text);
    }

    private boolean isLive() {
        return surroundings.tableWanted() && !options.json() && !options.quiet();
    }

    private Set<String> targets() {
        Set<String> all = new LinkedHashSet<>();
        TargetFile file = options.file() == null
                ? null
                : new TargetFile(options.file(), surroundings.stdin(), this::requireTarget);
        try (Targets targets = new Targets(options.targets(), file, 1, this::badLine)) {
            while (targets.await()) {
                String target = targets.next();
                if (!all.add(target)) {
                    complain("target: \"" + Texts.visible(target) + "\" (expected once; it is watched once)");
                }
            }
        }
        if (all.isEmpty()) {
            throw new CommandException("TARGET: none in the file (expected at least one)");
        }
        return all;
    }

    private void badLine(String text) {
        badLines++;
        complain(text);
    }

    private void complain(String text) {
        surroundings.stderr().println("halfshake: " + text);
    }

    /** With room for every target that may be silent at once. */
    private Checker open(int targets) {
        double busy = (double) options.timeout().toMillis()
                / Math.max(1, options.interval().toMillis());
        int wanted = (int) Math.min(MOST_IN_FLIGHT, Math.ceil(targets * Math.min(1, busy)));
        Checker checker = surroundings.checkers().open(options.engine(), wanted > USUAL_IN_FLIGHT ? wanted : null);
        int most = checker.engine().maxInFlight();
        if (most < wanted) {
            complain("targets: " + targets + ", of which " + wanted + " may keep silent at once (expected at most "
                    + most + " with the engine " + checker.engine().engine()
                    + " here; a longer -i or a shorter -t helps)");
        }
        return checker;
    }

    private Monitor monitor(Checker checker, int targets) {
        // No jitter: it would widen the bounds of every outage, and there is one watcher, not a fleet of them.
        MonitorBuilder builder = Monitor.builder(checker)
                .interval(options.interval())
                .jitter(0)
                .timeout(options.timeout())
                .rise(options.rise())
                .fall(options.fall())
                .startSpread(SPREAD_OF_EACH.multipliedBy(targets))
                .listener(this::changed);
        return surroundings.watchTime().on(builder).build();
    }

    private void changed(Transition transition) {
        try {
            queue.put(new News(transition.at(), transition.evidence(), transition));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void note(Watchlist watchlist, CheckResult result) {
        Watchlist.Entry entry = watchlist.get(result.target());
        if (entry.recent != null) {
            entry.recent.add(result);
        }
        if (entry.isFirst() && result.isUnknown()) {
            // Not waited for: this is a thread of the checker's. Of so many, one more would not be read.
            boolean unused = queue.offer(new News(surroundings.watchTime().now(), result, null));
        }
    }

    private WatchFormat format() {
        return options.json()
                ? new WatchJson()
                : new WatchText(
                        surroundings.watchTime().zone(),
                        surroundings.coloursWanted(),
                        Glyphs.of(surroundings.environment()));
    }

    private WatchScreen screen(Watchlist watchlist, Monitor monitor) {
        return isLive()
                ? new LiveScreen(watchlist, entry -> row(entry, monitor), surroundings)
                : new PlainScreen(surroundings);
    }

    private static WatchTable.Row row(Watchlist.Entry entry, Monitor monitor) {
        TargetStatus status = Objects.requireNonNull(monitor.status(entry.target), entry.target);
        return new WatchTable.Row(
                status.target(),
                status.state(),
                Duration.between(status.since(), status.ledger().asOf()),
                status.last(),
                entry.recent == null ? List.of() : entry.recent.latest(),
                status.counts().loss());
    }
}
