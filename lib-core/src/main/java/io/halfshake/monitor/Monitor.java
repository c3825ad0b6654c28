package io.halfshake.monitor;

import io.halfshake.Checker;
import io.halfshake.Target;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Watches many targets: checks each again and again, and says when one goes down or comes back.
 *
 * <pre>{@code
 * try (Monitor monitor = Monitor.builder(checker)
 *         .interval(Duration.ofSeconds(5))
 *         .listener(change -> log.info(change.target() + " is " + change.to()))
 *         .build()) {
 *     monitor.add("db:5432");
 *     ...
 * }
 * }</pre>
 *
 * <h2>Behaviour</h2>
 *
 * A target changes its state after {@code fall} Down results in a row, or {@code rise} Up results; the first conclusive
 * result of a target in state {@link State#UNKNOWN} decides at once. An Unknown result, be it from the checker or
 * because the checker failed or did not answer at all, changes nothing and breaks no row. Neither does a silence that
 * fell together with a stall of this process.
 *
 * <p>At most one check of a target is in flight. The first checks of targets that are added together are spread, later
 * ones keep their distance, and the schedule does not drift. After a stall, the latest check that each target missed is
 * made up for at no more than twice the usual rate, or left out where the next one comes sooner.
 *
 * <p>Only the monotonic clock decides; the clock on the wall is for display. A sleep of the machine is time that nobody
 * observed. Where the system does not tell how long it slept, which is neither Linux nor Windows, that time is missing
 * from all books.
 *
 * <h2>Threading</h2>
 *
 * All methods may be called by any thread, by a listener too. Checks are started by one thread of the monitor's own and
 * listeners run on the callback executor.
 *
 * <h2>Lifecycle</h2>
 *
 * A monitor owns a thread, and does not own its checker: close the monitor first. A target costs about 360 bytes of
 * heap, its text included, and about 400 more once it has been down.
 */
public final class Monitor implements AutoCloseable {
    private static final double GOLDEN_RATIO = 0.618_033_988_749_895;

    private final TargetSettings settings;
    private final long startSpreadNanos;
    private final List<Announcer> announcers;
    private final Rounds rounds;
    private final MonitorTime.Drive drive;
    private final Map<String, Watched> watched = new ConcurrentHashMap<>();
    private final AtomicInteger added = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final boolean asksHosts;
    private long lastStart;
    private int firstOfBatch;

    Monitor(
            Checker checker,
            TargetSettings settings,
            long startSpreadNanos,
            List<MonitorListener> listeners,
            @Nullable Executor callbackExecutor,
            MonitorTime time) {
        this.settings = settings;
        this.asksHosts = checker.engine().asksHosts();
        this.startSpreadNanos = startSpreadNanos;
        this.announcers = listeners.stream()
                .map(listener -> new Announcer(listener, callbackExecutor))
                .toList();
        this.rounds = new Rounds(checker, time, announcers);
        this.drive = time.drive(rounds::turn);
        rounds.wheel.onEarlierTimer(drive::wake);
    }

    /**
     * Everything that can be set.
     *
     * @param checker asks; may be shared, and is not closed with the monitor
     * @return a new builder
     */
    public static MonitorBuilder builder(Checker checker) {
        return new MonitorBuilder(checker);
    }

    /**
     * Watches a target from now on. The first check may come as late as {@link MonitorBuilder#startSpread} allows, by
     * default an interval from now; that of a target which is added alone comes at once.
     *
     * @param target as {@link io.halfshake.Target#parse} reads it, or {@link io.halfshake.Target#parseHost} where the
     *     checker asks hosts; a name is resolved anew for each check
     * @throws IllegalArgumentException if the text is no target, or is watched already
     * @throws IllegalStateException if the monitor is closed
     */
    public void add(String target) {
        add(target, TargetSettings.inherited());
    }

    /**
     * Watches a target from now on, with settings of its own.
     *
     * @param target as {@link io.halfshake.Target#parse} reads it, or {@link io.halfshake.Target#parseHost} where the
     *     checker asks hosts; a name is resolved anew for each check
     * @param overrides what differs from the builder's settings
     * @throws IllegalArgumentException if the text is no target, or is watched already, or the settings contradict each
     *     other
     * @throws IllegalStateException if the monitor is closed
     */
    public void add(String target, TargetSettings overrides) {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(overrides, "overrides");
        Target unused = asksHosts ? Target.parseHost(target) : Target.parse(target);
        Plan plan = rounds.shared.plan(Plan.of(settings, overrides));
        int number = added.getAndIncrement();
        long now = rounds.now();
        Watched newcomer = new Watched(target, plan, rounds, number, now);
        if (closed.get()) {
            throw closedException();
        }
        if (watched.putIfAbsent(target, newcomer) != null) {
            throw new IllegalArgumentException("target: \"" + target + "\" (expected one that is not watched yet)");
        }
        rounds.count(plan.initialState(), 1);
        if (!newcomer.begin(now + startDelay(number, now, plan))) {
            remove(target);
            throw closedException();
        }
    }

    /**
     * Watches a target no longer, and forgets all about it. A check of it that runs is cancelled; transitions on their
     * way still arrive.
     *
     * @param target the very text that was added
     * @return false if it was not watched
     */
    public boolean remove(String target) {
        Watched gone = watched.remove(Objects.requireNonNull(target, "target"));
        if (gone == null) {
            return false;
        }
        gone.remove();
        rounds.count(gone.stateNow(), -1);
        return true;
    }

    /**
     * What is watched.
     *
     * @return a copy, in the order in which they were added
     */
    public List<String> targets() {
        return inOrder().stream().map(each -> each.target).toList();
    }

    /**
     * What is known of one target.
     *
     * @param target the very text that was added
     * @return as of now; null if it is not watched
     */
    public @Nullable TargetStatus status(String target) {
        Watched found = watched.get(Objects.requireNonNull(target, "target"));
        return found == null
                ? null
                : found.statusNow(rounds.stalls.copy(rounds.anchor().nanos()));
    }

    /**
     * What is known of all targets. For very many of them prefer {@link #status} and {@link #stats}: the snapshot is a
     * copy of everything.
     *
     * @return as of now; readable after the monitor is closed
     */
    public MonitorSnapshot snapshot() {
        Anchor begun = rounds.anchor();
        Spans stalls = rounds.stalls.copy(begun.nanos());
        List<TargetStatus> all =
                inOrder().stream().map(each -> each.statusNow(stalls)).toList();
        return new MonitorSnapshot(begun.wall(), stats(), all);
    }

    /**
     * The monitor's own counters.
     *
     * @return a copy
     */
    public MonitorStats stats() {
        long now = rounds.anchor().nanos();
        return new MonitorStats(
                watched.size(),
                rounds.up.get(),
                rounds.down.get(),
                rounds.inFlight.get(),
                rounds.started.sum(),
                rounds.skipped.sum(),
                rounds.overdue.sum(),
                rounds.stalls.count(now),
                Duration.ofNanos(rounds.stalls.totalNanos(now)),
                announcers.stream().mapToLong(Announcer::failed).sum(),
                announcers.stream().mapToLong(Announcer::dropped).sum());
    }

    /**
     * Ends watching: cancels the checks that run and frees the threads. What was found stays readable. Transitions on
     * their way still arrive; waits a moment for them, unless it is a listener that closes. A second call has no
     * effect.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            rounds.wheel.close();
            drive.close();
            watched.values().forEach(Watched::remove);
            rounds.end();
            announcers.forEach(Announcer::close);
        }
    }

    private List<Watched> inOrder() {
        return watched.values().stream()
                .sorted(Comparator.comparingInt(each -> each.number))
                .toList();
    }

    /** A target that is added alone, or is the first of many, begins at once. */
    private synchronized long startDelay(int number, long now, Plan plan) {
        long spread = Math.min(startSpreadNanos, plan.intervalNanos());
        if (now - lastStart >= spread) {
            firstOfBatch = number;
        }
        lastStart = now;
        return (long) (spread * phase(number - firstOfBatch));
    }

    private static IllegalStateException closedException() {
        return new IllegalStateException("monitor: closed (expected to be open)");
    }

    /**
     * Where in the first interval a target begins: the fractional parts of multiples of the golden ratio, which are
     * spread evenly however many there are.
     */
    private static double phase(int number) {
        double multiple = number * GOLDEN_RATIO;
        return multiple - Math.floor(multiple);
    }
}
