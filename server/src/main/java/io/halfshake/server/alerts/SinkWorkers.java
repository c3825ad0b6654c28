package io.halfshake.server.alerts;

import io.halfshake.internal.FailSafe;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The sinks in use, each with its thread. For one thread at a time. */
final class SinkWorkers {
    private static final System.Logger LOG = System.getLogger("io.halfshake");
    private static final Duration MAX_CLOSE = Duration.ofSeconds(5);

    /** For what hangs, such as a program that has to be killed. */
    private static final Duration MAX_STOP = Duration.ofMillis(500);

    private final Function<? super SinkConfig, ? extends Sink> sinks;
    private final LongSupplier nanoTime;
    private final Backoff backoff;
    private Map<String, SinkWorker> workers = new LinkedHashMap<>();

    SinkWorkers(Function<? super SinkConfig, ? extends Sink> sinks, LongSupplier nanoTime, Backoff backoff) {
        this.sinks = sinks;
        this.nanoTime = nanoTime;
        this.backoff = backoff;
    }

    /** As {@link Alerts#configure}, with the alerts that go on, and the keys of those without reminders. */
    void configure(List<SinkConfig> configs, Collection<Routed> firing, Set<String> paused) {
        Map<String, SinkWorker> before = new LinkedHashMap<>(workers);
        Map<String, SinkWorker> started = new LinkedHashMap<>();
        Map<String, SinkWorker> now = start(configs, started);
        workers = now;
        forAll(started, (name, worker) -> transfer(before.get(name), worker, firing, paused));
        before.keySet().removeAll(now.keySet());
        forAll(before, (name, worker) -> remove(worker));
        warnOfAlertsWithoutSink(before.keySet(), firing);
    }

    /** Those of before that are the same, and new ones, which are {@code started} too; of these all or none. */
    private Map<String, SinkWorker> start(List<SinkConfig> configs, Map<String, SinkWorker> started) {
        Map<String, SinkWorker> now = new LinkedHashMap<>();
        try {
            for (SinkConfig config : configs) {
                SinkWorker worker = workers.get(config.name());
                if (worker == null || !worker.config().equals(config)) {
                    worker = new SinkWorker(config, sinks.apply(config), backoff, nanoTime, InstantSource.system());
                    started.put(config.name(), worker);
                    worker.start();
                }
                now.put(config.name(), worker);
            }
            return now;
        } catch (RuntimeException | Error e) {
            for (SinkWorker worker : started.values()) {
                List<Alert> unused = worker.stop();
            }
            throw e;
        }
    }

    /** What the sink was sent and what it was not, at once: or it would be reminded of what waits to be sent. */
    private static void transfer(
            @Nullable SinkWorker before, SinkWorker to, Collection<Routed> firing, Set<String> paused) {
        // To a sink that is new, blindness is.
        List<Alert> sent =
                alerts(firing, each -> each.isFor(to.config().name()) && !(each.isForAll() && before == null));
        List<Alert> unsent = before == null ? alerts(firing, Routed::isForAll) : before.stop();
        to.begin(sent, unsent, paused);
    }

    /** For each of them, also where it fails for one, such as for want of memory. */
    private static void forAll(Map<String, SinkWorker> workers, BiConsumer<String, SinkWorker> action) {
        Throwable first = null;
        for (Map.Entry<String, SinkWorker> each : workers.entrySet()) {
            try {
                action.accept(each.getKey(), each.getValue());
            } catch (RuntimeException | Error e) {
                first = first == null ? e : first;
            }
        }
        FailSafe.rethrow(first);
    }

    private static List<Alert> alerts(Collection<Routed> firing, Predicate<Routed> which) {
        return firing.stream().filter(which).map(Routed::alert).toList();
    }

    /** A sink that has another name is another sink to those that are firing. */
    private void warnOfAlertsWithoutSink(Set<String> removed, Collection<Routed> firing) {
        int count = withoutSink(removed, firing);
        if (count > 0) {
            LOG.log(
                    Level.WARNING,
                    "sinks removed: " + String.join(", ", removed) + ": the only ones of " + Alert.count(count)
                            + ", of which the end will not be sent");
        }
    }

    /** How many alerts went to one of these, and have no other. */
    int withoutSink(Set<String> removed, Collection<Routed> firing) {
        return (int) firing.stream()
                .filter(each -> each.sinks().stream().anyMatch(removed::contains))
                .filter(each -> each.sinks().stream().noneMatch(workers::containsKey))
                .count();
    }

    private static void remove(SinkWorker worker) {
        int unsent = worker.stop().size();
        if (unsent > 0) {
            LOG.log(
                    Level.WARNING,
                    "sink " + worker.config().name() + ": removed, not sent before: " + Alert.count(unsent));
        }
    }

    /** Goes on with alerts of an earlier process. */
    void adopt(List<Routed> sent, List<Routed> unsent, Set<String> paused) {
        workers.forEach((name, worker) ->
                worker.begin(alerts(sent, each -> each.isFor(name)), alerts(unsent, each -> each.isFor(name)), paused));
    }

    /** Goes on with an alert of another process. Returns whether it is not sent again to all, by the window of each. */
    boolean take(Routed routed, Predicate<Duration> sendsAgain) {
        boolean all = true;
        for (Map.Entry<String, SinkWorker> each : workers.entrySet()) {
            if (routed.isFor(each.getKey())) {
                boolean sends = sendsAgain.test(each.getValue().config().window());
                each.getValue().take(routed.alert(), sends);
                all &= sends;
            }
        }
        return !all;
    }

    void send(Alert alert, Routed routed) {
        forAll(workers, (name, worker) -> {
            if (routed.isFor(name)) {
                worker.add(alert);
            }
        });
    }

    List<String> names() {
        return List.copyOf(workers.keySet());
    }

    void forEach(Consumer<SinkWorker> action) {
        workers.values().forEach(action);
    }

    Map<String, SinkStats> stats() {
        Map<String, SinkStats> stats = new TreeMap<>();
        workers.forEach((name, worker) -> stats.put(name, worker.stats()));
        return stats;
    }

    /** Has what waits tried once more. What is returned waits for that, and needs nothing of this. */
    Runnable finish() {
        List<SinkWorker> closing = new ArrayList<>(workers.values());
        closing.forEach(SinkWorker::finish);
        workers.clear();
        return () -> {
            long end = nanoTime.getAsLong() + MAX_CLOSE.toNanos();
            long stop = end - MAX_STOP.toNanos();
            closing.forEach(worker -> worker.join(stop - nanoTime.getAsLong()));
            closing.forEach(SinkWorker::abandon);
            closing.forEach(worker -> worker.join(end - nanoTime.getAsLong()));
        };
    }
}
