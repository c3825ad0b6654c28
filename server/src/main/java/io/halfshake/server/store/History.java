package io.halfshake.server.store;

import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorListener;
import io.halfshake.monitor.OutageHistory.TimeSpan;
import io.halfshake.monitor.TargetCheckpoint;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TargetStatus;
import io.prometheus.metrics.model.registry.MultiCollector;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The history of the targets in a database.
 *
 * <h2>Behaviour</h2>
 *
 * What the {@link #listener} hears is written within about a second: transitions, outages, unobserved spans; and
 * summaries of minutes within about five minutes. While the database does not accept it, up to 20,000 events and
 * 200,000 summaries wait; what goes beyond is counted, and the time of it is written once the database is back. Checks
 * never wait for the database.
 *
 * <h2>Threading</h2>
 *
 * All methods may be called by any thread. One thread writes, and another reads.
 *
 * <h2>Lifecycle</h2>
 *
 * {@link #start} before the targets are added to the monitor, {@link #attach} with those that it continues. Close it
 * after the monitor: it writes what is left, for five seconds at most.
 */
public final class History implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.halfshake");
    private static final Duration MAX_CLOSE = Duration.ofSeconds(5);

    private final StoreConfig config;
    private final InstantSource clock;
    private final Losses losses = new Losses();
    private final EventBuffer events = new EventBuffer(losses, EventBuffer.MAX_EVENTS);
    private final MinuteBuffer minutes = new MinuteBuffer(losses, MinuteBuffer.MAX_MINUTES);
    private final HistoryListener listener;
    private final HistoryWriter writer;
    private final StoreThread thread;
    private final HistoryReader reader;
    private volatile @Nullable StoredMonitor monitor;
    private boolean started;

    /**
     * A history that is not started.
     *
     * @param config where it is kept
     * @param clock the wall clock
     */
    public History(StoreConfig config, InstantSource clock) {
        this(config, Database.of(config.location()), clock);
    }

    History(StoreConfig config, Connector connector, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        Connections connections = new Connections(connector);
        this.listener = new HistoryListener(events, minutes, this::status, clock);
        Collector collector = new Collector(events, minutes, losses, () -> monitor, System::nanoTime, clock.instant());
        this.writer = new HistoryWriter(config, connections, collector, losses, clock, System::nanoTime);
        this.thread = new StoreThread(writer);
        this.reader = new HistoryReader(connections);
    }

    private @Nullable TargetStatus status(String target) {
        StoredMonitor view = monitor;
        return view == null ? null : view.status(target);
    }

    /**
     * Begins to write, and reads what an earlier run has left.
     *
     * @param longest how long to wait for the database; without it, the states of that run are not continued
     * @param longestAttempt how long to wait if no attempt to open it has failed by then; {@code longest} or more
     * @return checkpoints by target; empty if there are none, or the database could not be reached in time
     */
    public Map<String, TargetCheckpoint> start(Duration longest, Duration longestAttempt) {
        synchronized (this) {
            if (started) {
                throw new IllegalStateException("history: started already");
            }
            started = true;
        }
        thread.start();
        CompletableFuture<Map<String, TargetCheckpoint>> restored = writer.restored();
        long begin = System.nanoTime();
        boolean inTime = endsWithin(restored, longest)
                || (endsWithin(CompletableFuture.anyOf(restored, writer.failed()), longestAttempt.minus(longest))
                        && restored.isDone());
        long waited = System.nanoTime() - begin;
        // From here on the writer goes on without what it has not read by now.
        boolean late = !inTime && restored.complete(Map.of());
        Map<String, TargetCheckpoint> found = restored.join();
        long down = found.values().stream()
                .filter(each -> each.state() == TargetState.DOWN)
                .count();
        LOG.log(
                late ? Level.WARNING : Level.INFO,
                late
                        ? "history: not there within " + TimeUnit.NANOSECONDS.toSeconds(waited)
                                + " s: all states begin as unknown"
                        : "history: " + found.size() + (found.size() == 1 ? " target goes" : " targets go") + " on, "
                                + down + " of them down");
        return found;
    }

    /** As {@link #start(Duration, Duration)}, no longer for an attempt that goes on. */
    Map<String, TargetCheckpoint> start(Duration longest) {
        return start(longest, longest);
    }

    private static boolean endsWithin(CompletableFuture<?> awaited, Duration longest) {
        return awaited.thenApply(any -> true)
                .completeOnTimeout(false, longest.toNanos(), TimeUnit.NANOSECONDS)
                .join();
    }

    /**
     * Hears what the monitor finds.
     *
     * @return for {@link io.halfshake.monitor.MonitorBuilder#listener}
     */
    public MonitorListener listener() {
        return listener;
    }

    /**
     * Follows a monitor from now on.
     *
     * @param watching before its targets are added
     * @param adopted those whose checkpoints it will continue; what was open of others is closed as not seen
     */
    public void attach(Monitor watching, Set<String> adopted) {
        events.add(new HistoryEvent.Started(adopted, clock.instant()));
        monitor = StoredMonitor.of(watching);
    }

    /**
     * How the history is.
     *
     * @return as of now
     */
    public StoreHealth health() {
        return writer.health();
    }

    /**
     * Metrics of the health.
     *
     * @return to be registered
     */
    public MultiCollector metrics() {
        return new StoreMetrics(this::health);
    }

    /**
     * The outages of a target.
     *
     * @param target its text
     * @param before only those that began before this moment, by the later of its bounds
     * @param limit how many at most
     * @return the latest first; fails with a {@link StoreException}
     */
    public CompletableFuture<List<StoredOutage>> outages(String target, Instant before, int limit) {
        return reader.read(connection -> Queries.outages(connection, config.watcher(), target, before, limit));
    }

    /**
     * When a target was not observed.
     *
     * @param target its text
     * @param from the begin of the time that is of interest
     * @param to its end
     * @return oldest first, without overlaps; fails with a {@link StoreException}
     */
    public CompletableFuture<List<TimeSpan>> unobserved(String target, Instant from, Instant to) {
        return reader.read(connection -> Queries.spans(connection, config.watcher(), target, from, to));
    }

    /**
     * When the history of all targets has less than there was.
     *
     * @param from the begin of the time that is of interest
     * @param to its end
     * @return first where the watcher did not run, then where it lost something; fails with a {@link StoreException}
     */
    public CompletableFuture<List<StoredGap>> gaps(Instant from, Instant to) {
        return reader.read(connection -> Queries.gaps(connection, config.watcher(), from, to));
    }

    /**
     * Summaries of minutes.
     *
     * @param targets their texts
     * @param from the first minute is the one that has this moment
     * @param to the last minute is the one before that of this moment
     * @return for each target, oldest first; a minute without results is missing; fails with a {@link StoreException}
     */
    public CompletableFuture<Map<String, List<MinuteSummary>>> minutes(List<String> targets, Instant from, Instant to) {
        List<String> copy = List.copyOf(targets);
        return reader.read(connection ->
                Queries.minutes(connection, config.watcher(), copy, Micros.minute(from), Micros.minute(to)));
    }

    /** Writes what is left, for five seconds at most. */
    @Override
    public void close() {
        synchronized (this) {
            if (!started) {
                return;
            }
        }
        reader.close();
        thread.close(MAX_CLOSE);
    }
}
