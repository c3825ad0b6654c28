package io.halfshake.cluster;

import io.halfshake.cluster.Announcements.Scope;
import io.halfshake.cluster.ClusterStatus.Role;
import io.halfshake.cluster.spi.ClusterLog;
import io.halfshake.internal.FailSafe;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.time.MonitorTime;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One member: applies what the log has accepted, lets the monitor watch what the member owns, and proposes what there
 * is to propose. A lock guards all of it; the log, the monitor's listeners and those of the application run without it.
 */
final class MemberLoop {
    /** Between two turns in which nothing happens. */
    static final long TICK = TimeUnit.MILLISECONDS.toNanos(100);

    /** What was not decided on is proposed again. */
    private static final long RETRY = TimeUnit.SECONDS.toNanos(1);

    /** Marks of what was announced are sent together. */
    private static final long MARKS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Between two steps of the leader, and how long a view lasts before it acts on it. */
    private static final long TABLE = TimeUnit.MILLISECONDS.toNanos(500);

    /** That many partitions are taken from their owners in a step: a quarter of all in two seconds. */
    private static final int STEP = 64;

    /** Commands of changes in one turn. */
    private static final int MAX_REPORTS = 16;

    private final ReentrantLock lock = new ReentrantLock();
    private final ClusterLog log;
    private final String member;
    private final String zone;
    private final long incarnation;
    private final MonitorTime time;
    private final long heartbeat;
    private final Proposals proposals;
    private final Announcements own;
    private final Announcements everywhere;
    private final OwnTargets targets;
    private final TargetRequests requests;
    private final TableKeeper keeper = new TableKeeper(STEP, TABLE);
    private final ClusterTime clock;
    private final Quorum quorum;
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private ClusterState state = new ClusterState();
    private volatile Role role = Role.JOINING;
    private boolean hasJoined;
    private boolean isClosed;
    private boolean wishesToLeave;
    private long retriedAt;
    private long markedAt;
    private long keptAt;
    private long wellAt;
    private boolean isFailureLogged;

    MemberLoop(
            ClusterLog log,
            String member,
            String zone,
            long incarnation,
            MonitorTime time,
            Duration heartbeat,
            Duration requestTimeout,
            Runnable onEvent) {
        this.log = log;
        this.member = member;
        this.zone = zone;
        this.incarnation = incarnation;
        this.time = time;
        this.heartbeat = heartbeat.toNanos();
        this.proposals = new Proposals(member);
        this.own = new Announcements(member, incarnation, Scope.OWNER);
        this.everywhere = new Announcements(member, incarnation, Scope.EVERYWHERE);
        this.targets = new OwnTargets(member, incarnation, proposals, onEvent);
        this.requests = new TargetRequests(requestTimeout);
        long nanos = time.nanoTime();
        this.clock = new ClusterTime(nanos);
        this.retriedAt = nanos - RETRY;
        this.markedAt = nanos;
        this.keptAt = nanos;
        this.wellAt = nanos;
        this.quorum = new Quorum(nanos);
    }

    ReentrantLock lock() {
        return lock;
    }

    OwnTargets targets() {
        return targets;
    }

    Announcements own() {
        return own;
    }

    Announcements everywhere() {
        return everywhere;
    }

    /** Completes once this member has left, or was replaced. */
    CompletableFuture<Void> left() {
        return left;
    }

    void applied(long index, byte[] command) {
        lock.lock();
        try {
            long epoch = state.epoch();
            Applied applied = state.apply(index, command);
            clock.applied(state.time(), time.nanoTime());
            proposals.applied(applied);
            requests.applied(applied);
            own.applied(state, applied);
            everywhere.applied(state, applied);
            targets.applied(applied, state.epoch() != epoch);
            followRole();
        } finally {
            lock.unlock();
        }
    }

    /** It cannot follow the log any more. */
    void fail() {
        role = Role.FAILED;
    }

    boolean hasFailed() {
        return role == Role.FAILED;
    }

    boolean isReplaced() {
        return role == Role.REPLACED;
    }

    byte[] snapshot() {
        lock.lock();
        try {
            return SnapshotFormat.write(state);
        } finally {
            lock.unlock();
        }
    }

    void restore(long index, byte[] snapshot) {
        ClusterState restored;
        try {
            restored = SnapshotFormat.read(snapshot);
        } catch (FormatException e) {
            throw new IllegalArgumentException("snapshot: " + e.getMessage(), e);
        }
        lock.lock();
        try {
            state = restored;
            clock.applied(state.time(), time.nanoTime());
            own.restored(state);
            everywhere.restored(state);
            targets.restored();
            followRole();
        } finally {
            lock.unlock();
        }
    }

    private void followRole() {
        if (role == Role.FAILED) {
            return;
        }
        Member self = state.member(member);
        if (self == null) {
            // Also when the log did not see it for a while: then it joins anew.
            role = role == Role.MEMBER ? Role.JOINING : role == Role.LEAVING ? Role.LEFT : role;
        } else if (self.incarnation() == incarnation) {
            hasJoined = true;
            role = self.draining() ? Role.LEAVING : Role.MEMBER;
        } else if (hasJoined) {
            role = Role.REPLACED;
        }
    }

    /** What is due. Returns for how many nanoseconds nothing else is. */
    long turn(Monitor monitor) {
        // Without the lock: they may wait for what calls applied().
        boolean isLeader = log.isLeader();
        Set<String> view = log.view();
        List<Command> commands;
        lock.lock();
        try {
            targets.takeEvents(state);
            // After that: nothing that was taken is later.
            WallTime present = WallTime.read(time, clock);
            targets.follow(state, monitor, present);
            requests.expire(present.nanos());
            commands = commands(monitor, present.nanos());
            commands.addAll(tableCommands(isLeader, view, present.nanos()));
        } finally {
            lock.unlock();
        }
        commands.forEach(this::propose);
        return TICK;
    }

    /** Of a leader that sees itself: without that, the log sees nothing at the moment. */
    private List<Command> tableCommands(boolean isLeader, Set<String> view, long nanos) {
        if (nanos - keptAt < TABLE) {
            return List.of();
        }
        keptAt = nanos;
        List<Command> commands = keeper.next(state, view, nanos, now(nanos));
        return isLeader && view.contains(member) ? commands : List.of();
    }

    private long now(long nanos) {
        return Math.min(clock.at(nanos), Limits.NANOS);
    }

    private List<Command> commands(Monitor monitor, long nanos) {
        List<Command> commands = new ArrayList<>();
        long now = now(nanos);
        boolean retries = nanos - retriedAt >= RETRY;
        if (retries) {
            retriedAt = nanos;
            proposals.retry();
            requests.retry();
        }
        if (role == Role.JOINING && !wishesToLeave && retries) {
            commands.add(new Command.Join(now, member, zone, incarnation, CommandFormat.VERSION, state.epoch()));
        } else if (role == Role.MEMBER || role == Role.LEAVING) {
            addOfMember(commands, monitor, nanos, now, retries);
        }
        commands.addAll(requests.next(state, now));
        return commands;
    }

    private void addOfMember(List<Command> commands, Monitor monitor, long nanos, long now, boolean retries) {
        Member self = state.member(member);
        if (wishesToLeave && role == Role.MEMBER && retries && self != null) {
            commands.add(new Command.Drain(now, member, self.epoch()));
        }
        boolean isIdle = addReports(commands, nanos, now);
        if (nanos - markedAt >= MARKS) {
            List<Command.Mark> marks = own.marks(state);
            if (!marks.isEmpty()) {
                markedAt = nanos;
                commands.add(new Command.Announced(now, marks));
            }
        }
        if (nanos - wellAt >= heartbeat) {
            long age = isIdle && targets.isComplete(state) ? targets.longestUnconfirmed(monitor) : -1;
            if (age >= 0) {
                wellAt = nanos;
                commands.add(new Command.AllWell(now, member, state.epoch(), Math.min(age, Limits.NANOS)));
            } else if (retries) {
                // Changes nothing, and shows whether there is a quorum.
                commands.add(new Command.Announced(now, List.of()));
            }
        }
    }

    /** Whether no change waits for a decision. */
    private boolean addReports(List<Command> commands, long nanos, long now) {
        for (int i = 0; i < MAX_REPORTS; i++) {
            List<Command.Change> changes = proposals.next(state, nanos, Limits.ITEMS);
            if (changes.isEmpty()) {
                return proposals.isEmpty();
            }
            commands.add(new Command.ReportChanges(now, member, changes));
        }
        return false;
    }

    /** One that fails, for whatever reason, keeps no other from being proposed. */
    private void propose(Command command) {
        try {
            byte[] encoded = CommandFormat.encode(command);
            waits();
            var unused = log.propose(encoded).whenComplete(this::proposed);
        } catch (Throwable e) {
            if (!isFailureLogged) {
                isFailureLogged = true;
                FailSafe.log(Level.WARNING, "member " + member + ": further failures are not logged", e);
            }
        }
    }

    private void waits() {
        lock.lock();
        try {
            quorum.proposed(time.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    private void proposed(@Nullable Long index, @Nullable Throwable failure) {
        if (failure != null) {
            // It is proposed again, and the status says so where nothing is accepted.
            return;
        }
        lock.lock();
        try {
            quorum.accepted(time.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    /** With the lock held. */
    ClusterChange announced(CommittedChange change) {
        return StateViews.change(change, WallTime.read(time, clock));
    }

    CompletableFuture<Boolean> ask(String target, @Nullable Bytes settings) {
        lock.lock();
        try {
            return requests.ask(target, settings, time.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    /** Of requests, and of this member's leave. To be run without the lock. */
    List<Runnable> takeEndings() {
        lock.lock();
        try {
            List<Runnable> endings = new ArrayList<>(requests.takeEndings());
            boolean isGone =
                    isClosed || role == Role.LEFT || role == Role.REPLACED || (wishesToLeave && role == Role.JOINING);
            if (isGone && !left.isDone()) {
                endings.add(() -> left.complete(null));
            }
            return endings;
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        lock.lock();
        try {
            wishesToLeave = true;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            isClosed = true;
            requests.close();
        } finally {
            lock.unlock();
        }
    }

    ClusterStatus status() {
        Set<String> view = log.view();
        boolean isLeader = log.isLeader();
        lock.lock();
        try {
            WallTime now = WallTime.read(time, clock);
            long nanos = now.nanos();
            return new ClusterStatus(
                    member,
                    role,
                    isLeader,
                    quorum.isLost(nanos) ? now.wall().minusNanos(nanos - quorum.acceptedAt()) : null,
                    state.epoch(),
                    StateViews.shares(state, view),
                    state.targetCount(),
                    targets.count());
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    ClusterTarget target(String target) {
        lock.lock();
        try {
            return StateViews.target(state, target, WallTime.read(time, clock));
        } finally {
            lock.unlock();
        }
    }
}
