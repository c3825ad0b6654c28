package io.halfshake.cluster;

import io.halfshake.Checker;
import io.halfshake.EngineReport;
import io.halfshake.Target;
import io.halfshake.cluster.spi.ClusterLog;
import io.halfshake.cluster.spi.LogListener;
import io.halfshake.internal.FailSafe;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorBuilder;
import io.halfshake.monitor.MonitorView;
import io.halfshake.monitor.TargetSettings;
import io.halfshake.monitor.time.MonitorTime;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks targets together with other members of a cluster. When one goes down or comes back, that is announced once in
 * the cluster.
 *
 * <h2>Behaviour</h2>
 *
 * Each target has one owner, which checks it as a {@link Monitor} does. What the owner finds is proposed to the
 * replicated log, and is announced when the log has accepted it, by the member that owns the target then. So a member
 * that was stopped, or cut off from the others, announces nothing that is not true of the cluster any more. Without a
 * quorum nothing is announced at all: checks go on, and what they find is proposed until the log has moved on.
 *
 * <p>When an owner fails, the others share its targets. A new owner continues the committed state, and the time in
 * which a target was not checked is within the bounds of what is found next.
 *
 * <h2>Threading</h2>
 *
 * All methods may be called by any thread, also by a listener, and none waits for the log.
 *
 * <h2>Lifecycle</h2>
 *
 * Close it. To go without a gap, {@link #leave} before. It closes its log, and not its checker.
 */
public final class ClusterMonitor implements AutoCloseable {
    private final ClusterLog log;
    private final MemberLoop loop;
    private final Monitor monitor;
    private final Delivery own;
    private final Delivery everywhere;
    private final Executor callbacks;
    private final @Nullable ExecutorService ownThreads;
    private final MonitorTime.Drive drive;
    private final TargetArguments arguments;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    /** Before that the log is not to be called by a turn. */
    private volatile boolean isStarted;

    private boolean isFailureLogged;
    private boolean isLogClosed;

    ClusterMonitor(ClusterMonitorBuilder builder, String member) {
        log = builder.log;
        EngineReport engine = builder.checker.engine();
        // An unstubbed mock has none.
        arguments = new TargetArguments(engine != null && engine.asksHosts(), builder.settings);
        ownThreads = builder.callbacks == null ? Executors.newCachedThreadPool(ClusterMonitor::thread) : null;
        callbacks = builder.callbacks == null ? Objects.requireNonNull(ownThreads) : builder.callbacks;
        loop = new MemberLoop(
                log,
                member,
                builder.zone,
                builder.incarnation,
                builder.time,
                builder.heartbeat(),
                builder.requestTimeout,
                this::wake);
        List<Runnable> opened = new ArrayList<>(List.of(this::shutdown));
        boolean isOpen = false;
        try {
            monitor = checks(builder).build();
            opened.add(monitor::close);
            own = delivery(loop.own(), builder.listeners);
            everywhere = delivery(loop.everywhere(), builder.everywhere);
            drive = builder.time.drive(this::turn);
            opened.add(drive::close);
            log.start(member, new Waking());
            opened.add(log::close);
            isStarted = true;
            wake();
            isOpen = true;
        } finally {
            if (!isOpen) {
                close(opened, opened.size() - 1);
            }
        }
    }

    private MonitorBuilder checks(ClusterMonitorBuilder builder) {
        MonitorBuilder checks = Monitor.builder(builder.checker)
                .settings(builder.settings)
                .time(builder.time)
                .listener(loop.targets());
        if (builder.callbacks != null) {
            checks.callbackExecutor(builder.callbacks);
        }
        return checks;
    }

    private Delivery delivery(Announcements announcements, List<ClusterListener> listeners) {
        return new Delivery(announcements, listeners, loop::announced, callbacks, this::wake, loop.lock());
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "halfshake-cluster-listeners");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Starts the configuration of a member.
     *
     * @param checker makes the checks; may be shared, and is not closed with the member
     * @param log of this member only; closed with the member
     * @return a new builder
     */
    public static ClusterMonitorBuilder builder(Checker checker, ClusterLog log) {
        return new ClusterMonitorBuilder(checker, log);
    }

    /** Events of the monitor come only after targets were given to it, by a turn. */
    private void wake() {
        drive.wake();
    }

    private long turn() {
        if (!isStarted) {
            return MemberLoop.TICK;
        }
        try {
            long next = loop.hasFailed() ? MemberLoop.TICK : loop.turn(monitor);
            if (loop.isOver() && !isLogClosed) {
                isLogClosed = true;
                // The name must not be seen because of this process, also once one that has replaced it is gone.
                run(log::close);
            }
            end(loop.takeEndings());
            own.wake();
            everywhere.wake();
            return next;
        } catch (Throwable e) {
            // Whatever it is, the next turn has to come.
            if (!isFailureLogged) {
                isFailureLogged = true;
                FailSafe.log(
                        Level.ERROR, "a turn of a cluster's member has failed, further failures are not logged", e);
            }
            return MemberLoop.TICK;
        }
    }

    /**
     * Has a target watched by the cluster.
     *
     * @param target as {@link Target#parse} reads it, or {@link Target#parseHost} where the checkers ask hosts
     * @return whether it was added by this call: false if the cluster had it already, with whatever settings. A call
     *     that had to be repeated may have added it and return false. Fails with a
     *     {@link java.util.concurrent.TimeoutException} if the cluster has not decided in time, as without a quorum; it
     *     may still be added then. Fails with an {@link IllegalStateException} if there is no room for it
     * @throws IllegalArgumentException if the text is no target
     * @throws IllegalStateException if the monitor is closed, or was replaced or has failed
     */
    public CompletionStage<Boolean> add(String target) {
        return add(target, TargetSettings.inherited());
    }

    /**
     * Has a target watched by the cluster, with settings of its own. As {@link #add(String)}.
     *
     * @param target as for {@link #add(String)}
     * @param overrides what differs from the settings of the members, without an initial state
     * @return as for {@link #add(String)}
     * @throws IllegalArgumentException if the text is no target, there is an initial state, or the settings contradict
     *     each other
     * @throws IllegalStateException if the monitor is closed, or was replaced or has failed
     */
    public CompletionStage<Boolean> add(String target, TargetSettings overrides) {
        arguments.require(target, overrides);
        return submit(target, SettingsFormat.encode(overrides));
    }

    /**
     * Has a target watched no longer. Changes of it that were accepted before are announced all the same.
     *
     * @param target the exact text that was added
     * @return whether it was removed: false if the cluster does not have it. Fails as {@link #add(String)} does
     * @throws IllegalArgumentException if the text is empty, or longer than that of any target
     * @throws IllegalStateException if the monitor is closed, or was replaced or has failed
     */
    public CompletionStage<Boolean> remove(String target) {
        TargetArguments.requireFits(target);
        return submit(target, null);
    }

    private CompletionStage<Boolean> submit(String target, @Nullable Bytes settings) {
        CompletableFuture<Boolean> decided = loop.submit(target, settings);
        wake();
        return decided.minimalCompletionStage();
    }

    /**
     * Declares which targets the cluster shall have, where all members have the same list, such as a file. What the
     * cluster lacks of it is added at once. What it has beside it is removed, and a target with other settings begins
     * anew with those of the list, once all members have declared the same: while they differ, as when a file is
     * changed on one member after the other, the cluster has the targets of all of their lists. What {@link #add} adds
     * is removed too.
     *
     * <p>Returns at once; it is kept until the log accepts it, and replaced by a later call. A process that has started
     * anew has to declare anew.
     *
     * @param targets as for {@link #add(String, TargetSettings)}, with their settings
     * @throws IllegalArgumentException as {@link #add(String, TargetSettings)} does; nothing is declared then
     * @throws IllegalStateException if the monitor is closed, or was replaced or has failed
     */
    public void declare(Map<String, TargetSettings> targets) {
        targets.forEach(arguments::require);
        loop.declare(Declaration.of(targets));
        wake();
    }

    /**
     * What the cluster has committed of a target.
     *
     * @param target the exact text that was added
     * @return as of now, or of when there was a quorum last; null if the cluster does not have it
     */
    public @Nullable ClusterTarget target(String target) {
        return loop.target(Objects.requireNonNull(target, "target"));
    }

    /**
     * Visits all targets of the cluster, in no particular order. Runs on the calling thread, without locks held.
     *
     * @param visitor gets each as {@link #target} does
     */
    public void forEachTarget(Consumer<? super ClusterTarget> visitor) {
        Objects.requireNonNull(visitor, "visitor");
        for (int i = 0; i < PartitionHash.PARTITIONS; i++) {
            loop.targets(i).forEach(visitor);
        }
    }

    /**
     * What the checks of this member find of the targets that it owns, before it is accepted, and also while there is
     * no quorum. A target that moves to another member is removed here, and one that comes begins with its committed
     * state.
     *
     * @return always the same
     */
    public MonitorView checks() {
        return monitor;
    }

    /**
     * The members, their shares, and whether the log accepts what this one proposes.
     *
     * @return as of now
     */
    public ClusterStatus status() {
        return loop.status();
    }

    /**
     * Leaves the cluster without a gap: the targets of this member get other owners before it goes. It does not come
     * back.
     *
     * @return completes once it has left, or was closed. Where there is no other member, or no quorum, it does not:
     *     {@link #close} then
     */
    public CompletionStage<Void> leave() {
        loop.leave();
        wake();
        return loop.left().minimalCompletionStage();
    }

    /**
     * Ends the checks of this member at once, and closes its log. The others take its targets over once they miss it. A
     * second call has no effect.
     */
    @Override
    public void close() {
        if (isClosed.getAndSet(true)) {
            return;
        }
        // From the last to the first, each also after one that throws.
        List<Runnable> steps = List.of(
                this::shutdown,
                this::closeRequests,
                log::close,
                monitor::close,
                everywhere::close,
                own::close,
                drive::close);
        close(steps, steps.size() - 1);
    }

    private static void close(List<Runnable> steps, int step) {
        try {
            steps.get(step).run();
        } finally {
            if (step > 0) {
                close(steps, step - 1);
            }
        }
    }

    private void closeRequests() {
        loop.close();
        end(loop.takeEndings());
    }

    private void shutdown() {
        if (ownThreads != null) {
            ownThreads.shutdown();
        }
    }

    private void end(List<Runnable> endings) {
        if (!endings.isEmpty()) {
            run(() -> endings.forEach(Runnable::run));
        }
    }

    /** On this thread if there is no other: it is never lost. */
    private void run(Runnable task) {
        boolean isHandedOver = false;
        try {
            callbacks.execute(task);
            isHandedOver = true;
        } finally {
            if (!isHandedOver) {
                task.run();
            }
        }
    }

    /** Lets a turn follow what the log has applied. */
    private final class Waking implements LogListener {
        @Override
        public void applied(long index, byte[] command) {
            loop.applied(index, command);
            wake();
        }

        @Override
        public byte[] snapshot() {
            return loop.snapshot();
        }

        @Override
        public void restore(long index, byte[] snapshot) {
            loop.restore(index, snapshot);
            wake();
        }

        /** Without the state that the others have, this member announces nothing more, and has to be missed by them. */
        @Override
        public void failed(Exception cause) {
            loop.fail();
            own.close();
            everywhere.close();
            FailSafe.log(
                    Level.ERROR,
                    "cluster member " + loop.member() + " cannot follow what is accepted, and has failed",
                    cause);
            // A turn closes the log: this thread is the log's.
            wake();
        }
    }
}
