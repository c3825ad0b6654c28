package io.halfshake.monitor;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.EngineReport;
import io.halfshake.Target;
import io.halfshake.monitor.time.MonitorTime;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks many targets repeatedly, and tells when one goes down or comes back.
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
 * result of a target in state {@link TargetState#UNKNOWN} decides at once. An Unknown result, whether the checker
 * returned it or failed or did not answer, changes nothing and breaks no row. Neither does a timeout during which this
 * process was stalled.
 *
 * <p>At most one check of a target is in flight. The first checks of targets that are added together are spread, later
 * ones keep their distance, and the schedule does not drift. After a stall, the latest check that each target missed is
 * made up for at no more than twice the usual rate, or left out where the next one comes sooner.
 *
 * <p>With {@linkplain MonitorBuilder#witnesses witnesses}, silence counts only while enough of them respond: a network
 * of this machine's own that is lost changes no target's state, and its targets are unobserved meanwhile.
 *
 * <p>Only the monotonic clock decides; the wall clock is for display, and for what is {@linkplain #adopt adopted}. Time
 * for which the machine sleeps is unobserved. Where the system does not tell how long it slept (neither Linux nor
 * Windows), that time is missing from the history.
 *
 * <h2>Threading</h2>
 *
 * All methods may be called by any thread, also by a listener. One thread of the monitor's own starts the checks, and
 * listeners run on the callback executor. The monitor's threads are daemons, like the checker's: they do not keep the
 * JVM alive once {@code main} has returned.
 *
 * <h2>Lifecycle</h2>
 *
 * A monitor owns a thread, and does not own its checker: close the monitor first. A target costs about 360 bytes of
 * heap, its text included, and about 400 more once it has been down. One that is {@linkplain #adopt adopted} has a part
 * of these from the start.
 */
public final class Monitor implements MonitorView, AutoCloseable {
    private final TargetSettings settings;
    private final Listeners listeners;
    private final MonitorContext context;
    private final TargetRegistry registry;
    private final CheckScheduler scheduler;
    private final MonitorTime.Drive drive;

    Monitor(
            Checker checker,
            TargetSettings settings,
            long startSpreadNanos,
            List<MonitorListener> listeners,
            @Nullable Executor callbackExecutor,
            @Nullable WitnessSettings witnesses,
            MonitorTime time) {
        this.settings = settings;
        this.listeners = new Listeners(callbackExecutor);
        listeners.forEach(this.listeners::add);
        this.context = new MonitorContext(time);
        this.registry = new TargetRegistry(
                settings, new StartSpread(startSpreadNanos), asksHosts(checker), context, this.listeners);
        this.scheduler = new CheckScheduler(checker, context, this.listeners);
        if (witnesses != null) {
            witnesses.targets().forEach(registry::parse);
            scheduler.ask(witnesses, EffectiveSettings.of(settings, TargetSettings.inherited()));
        }
        this.drive = time.drive(scheduler::turn);
        context.wheel.onEarlierTimer(drive::wake);
    }

    /** An unstubbed mock has no engine; ports are checked by default. */
    private static boolean asksHosts(Checker checker) {
        EngineReport engine = checker.engine();
        return engine != null && engine.asksHosts();
    }

    /**
     * Starts a monitor's configuration.
     *
     * @param checker makes the checks; may be shared, and is not closed with the monitor
     * @return a new builder
     */
    public static MonitorBuilder builder(Checker checker) {
        return new MonitorBuilder(checker);
    }

    /**
     * Monitors a target from now on. The first check may come as late as {@link MonitorBuilder#startSpread} allows, by
     * default an interval from now; that of a target which is added alone comes at once.
     *
     * @param target as {@link io.halfshake.Target#parse} reads it, or {@link io.halfshake.Target#parseHost} where the
     *     checker asks hosts; a name is resolved anew for each check
     * @throws IllegalArgumentException if the text is no target, or is monitored already
     * @throws IllegalStateException if the monitor is closed
     */
    public void add(String target) {
        add(target, TargetSettings.inherited());
    }

    /**
     * Monitors a target from now on, with settings of its own.
     *
     * @param target as {@link io.halfshake.Target#parse} reads it, or {@link io.halfshake.Target#parseHost} where the
     *     checker asks hosts; a name is resolved anew for each check
     * @param overrides what differs from the builder's settings
     * @throws IllegalArgumentException if the text is no target, or is monitored already, or the settings contradict
     *     each other
     * @throws IllegalStateException if the monitor is closed
     */
    public void add(String target, TargetSettings overrides) {
        Objects.requireNonNull(target, "target");
        registry.add(target, Objects.requireNonNull(overrides, "overrides"), null);
    }

    /**
     * Monitors a target from now on, as {@link #add(String)} does.
     *
     * @param target its text is the name by which the monitor knows it
     * @throws IllegalArgumentException if it has no port and the checker needs one, or is monitored already
     * @throws IllegalStateException if the monitor is closed
     */
    public void add(Target target) {
        add(target.toString());
    }

    /**
     * Monitors a target from now on, with settings of its own, as {@link #add(String, TargetSettings)} does.
     *
     * @param target its text is the name by which the monitor knows it
     * @param overrides what differs from the builder's settings
     * @throws IllegalArgumentException if it has no port and the checker needs one, or is monitored already, or the
     *     settings contradict each other
     * @throws IllegalStateException if the monitor is closed
     */
    public void add(Target target, TargetSettings overrides) {
        add(target.toString(), overrides);
    }

    /**
     * Monitors a target from now on, and continues a checkpoint of it. Its state is known at once, without a
     * transition, and {@link MonitorBuilder#initialState} is not used. {@code rise} and {@code fall} apply, and count
     * from the first result here. The first check comes as for {@link #add(String)}.
     *
     * <p>The time from {@link TargetCheckpoint#confirmedAt} to the first conclusive result here is unobserved. An
     * outage that was open stays open, with the bounds of its begin. If the first conclusive result here is against the
     * state, and its row changes the state, that happened between {@code confirmedAt} and the answer of this result.
     *
     * <p>The wall clocks of both machines are taken to agree. Where this one is ahead, what the checkpoint tells is
     * dated too early, and the unobserved time is too long, by the difference; where it is behind, too late and too
     * short. A checkpoint from the future is taken as made now: its moments, but for {@code since}, move together.
     *
     * @param checkpoint the latest there is: a transition that came after it is found, and delivered, once more
     * @param overrides what differs from the builder's settings; may be others than before
     * @throws IllegalArgumentException if the target has no port and the checker needs one, or is monitored already, or
     *     the settings contradict each other
     * @throws IllegalStateException if the monitor is closed
     */
    public void adopt(TargetCheckpoint checkpoint, TargetSettings overrides) {
        Objects.requireNonNull(checkpoint, "checkpoint");
        registry.add(checkpoint.target(), Objects.requireNonNull(overrides, "overrides"), checkpoint);
    }

    /**
     * What has to survive of a target, to store it while it stays monitored.
     *
     * @param target the exact text that was added
     * @return as of now, or as of when the monitor was closed; null if the target is not monitored
     */
    public @Nullable TargetCheckpoint checkpoint(String target) {
        return registry.checkpoint(Objects.requireNonNull(target, "target"));
    }

    /**
     * Stops monitoring a target, as {@link #remove} does and with the same calls of listeners, and returns what has to
     * survive of it, for another monitor to {@link #adopt}. A check that runs is cancelled, and a result that waits for
     * {@linkplain MonitorBuilder#witnesses witnesses} is dropped. A transition is in the checkpoint if, and only if, it
     * was delivered to listeners or is on its way.
     *
     * @param target the exact text that was added
     * @return null if it was not monitored; of several calls at once, one gets the checkpoint
     */
    public @Nullable TargetCheckpoint release(String target) {
        return registry.release(Objects.requireNonNull(target, "target"));
    }

    /**
     * Stops monitoring a target, and forgets all that is known of it. A check of it that runs is cancelled; results and
     * transitions on their way to listeners still arrive, then {@link MonitorListener#onRemoved}.
     *
     * @param target the exact text that was added
     * @return false if it was not monitored
     */
    public boolean remove(String target) {
        return registry.remove(Objects.requireNonNull(target, "target"));
    }

    /**
     * Adds a listener, which receives what happens from now on.
     *
     * @param listener runs on the callback executor
     * @throws IllegalStateException if the monitor is closed
     */
    @Override
    public void addListener(MonitorListener listener) {
        if (!listeners.add(Objects.requireNonNull(listener, "listener"))) {
            throw TargetRegistry.closedException();
        }
    }

    /**
     * Removes a listener, and drops what waits to be delivered to it. A call that runs on another thread may go on. Of
     * a listener that was added twice, removes one.
     *
     * @param listener the same object that was added
     * @return false if it was not there
     */
    @Override
    public boolean removeListener(MonitorListener listener) {
        return listeners.remove(Objects.requireNonNull(listener, "listener"));
    }

    /**
     * Whether a listener was added, here or to the builder, and is not removed.
     *
     * @param listener the same object, not an equal one
     * @return true also after the monitor was closed
     */
    @Override
    public boolean hasListener(MonitorListener listener) {
        return listeners.has(Objects.requireNonNull(listener, "listener"));
    }

    /**
     * Visits all targets, in no particular order, at little cost for each: no history is copied. Runs on the calling
     * thread, without locks held. To a listener that was added before, the removal of a target that was visited is
     * delivered.
     *
     * @param visitor may add and remove targets, which are then visited or not
     */
    @Override
    public void forEachTarget(Consumer<? super TargetSummary> visitor) {
        Objects.requireNonNull(visitor, "visitor");
        for (MonitoredTarget each : registry.all()) {
            TargetSummary summary = each.summaryNow();
            if (summary != null) {
                visitor.accept(summary);
            }
        }
    }

    /**
     * The targets.
     *
     * @return a copy, in the order in which they were added
     */
    @Override
    public List<String> targets() {
        return registry.inOrder().stream().map(each -> each.target).toList();
    }

    /**
     * What is known of one target.
     *
     * @param target the exact text that was added
     * @return as of now; null if it is not monitored
     */
    @Override
    public @Nullable TargetStatus status(String target) {
        MonitoredTarget found = registry.find(Objects.requireNonNull(target, "target"));
        return found == null
                ? null
                : found.statusNow(context.stalls.copy(context.latest().nanos()));
    }

    /**
     * What is known of all targets. For very many of them prefer {@link #forEachTarget}, {@link #status} and
     * {@link #stats}: the snapshot is a copy of everything.
     *
     * @return as of now; readable after the monitor is closed
     */
    @Override
    public MonitorSnapshot snapshot() {
        ClockSample clock = context.latest();
        TimeSpans stalls = context.stalls.copy(clock.nanos());
        List<TargetStatus> all =
                registry.inOrder().stream().map(each -> each.statusNow(stalls)).toList();
        return new MonitorSnapshot(clock.wall(), stats(), all);
    }

    /**
     * The present time for which fewer than the quorum of the {@linkplain MonitorBuilder#witnesses witnesses} respond.
     *
     * @return as of now; null while the quorum responds, before the first round of witnesses has ended, and without
     *     witnesses
     */
    @Override
    public @Nullable Blindness blindness() {
        Witnesses witnesses = scheduler.witnesses();
        return witnesses == null ? null : witnesses.current(context.latest());
    }

    /**
     * The last result of each of the {@linkplain MonitorBuilder#witnesses witnesses}, whether it was part of a round
     * that is over or not.
     *
     * @return a copy, in the order in which they were given; without those that have no result yet, and empty without
     *     witnesses
     */
    @Override
    public Map<String, CheckResult> witnesses() {
        Witnesses witnesses = scheduler.witnesses();
        return witnesses == null ? Map.of() : Collections.unmodifiableMap(witnesses.results());
    }

    /**
     * The monitor's own counters.
     *
     * @return a copy
     */
    @Override
    public MonitorStats stats() {
        return scheduler.stats(registry.count());
    }

    /**
     * Stops monitoring: cancels the checks that run and frees the threads. What was found stays readable. Results and
     * transitions on their way to listeners still arrive; waits a moment for them, unless a listener closes that runs
     * on a thread of the monitor's. A second call has no effect.
     */
    @Override
    public void close() {
        if (registry.close()) {
            context.wheel.close();
            drive.close();
            scheduler.closeWitnesses();
            registry.all().forEach(MonitoredTarget::remove);
            scheduler.end();
            listeners.close();
        }
    }

    /**
     * What is monitored, for a line of a log: such as {@code 3 targets, interval PT5S, engine half-open}.
     *
     * @return with the shortest and the longest interval where targets differ in it; without the engine of a mock; with
     *     the quorum of witnesses where there are some
     */
    @Override
    public String describe() {
        return MonitorDescription.of(settings, registry.all(), scheduler.checker.engine(), scheduler.witnesses());
    }

    /** Such as {@code Monitor[3 targets, 2 up, 1 down, interval PT5S, open]}. */
    @Override
    public String toString() {
        long interval =
                EffectiveSettings.of(settings, TargetSettings.inherited()).intervalNanos();
        return "Monitor[" + registry.count() + " targets, " + context.up.get() + " up, " + context.down.get()
                + " down, interval " + Duration.ofNanos(interval) + (registry.isClosed() ? ", closed]" : ", open]");
    }
}
