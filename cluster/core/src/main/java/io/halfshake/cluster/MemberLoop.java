package io.halfshake.cluster;

import io.halfshake.cluster.Announcements.Scope;
import io.halfshake.cluster.ClusterStatus.Role;
import io.halfshake.cluster.Proposer.Outgoing;
import io.halfshake.cluster.spi.ClusterLog;
import io.halfshake.internal.FailSafe;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.time.MonitorTime;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
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

    /** Between two turns, where one did not do all there is to do: time for others to take the lock. */
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final ClusterLog log;
    private final String member;
    private final long incarnation;
    private final MonitorTime time;
    private final Runnable onEvent;
    private final Proposals proposals;
    private final Announcements own;
    private final Announcements everywhere;
    private final OwnTargets targets;
    private final TargetRequests requests;
    private final DeclaredTargets declared;
    private final Proposer proposer;
    private final ClusterTime clock;
    private final Quorum quorum;
    private final StatusLog statusLog;
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private ClusterState state = new ClusterState();
    private volatile Role role = Role.JOINING;
    private boolean hasJoined;
    private boolean isClosed;
    private boolean wishesToLeave;
    private long expiredAt;
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
        this.incarnation = incarnation;
        this.time = time;
        this.onEvent = onEvent;
        this.proposals = new Proposals(member);
        this.own = new Announcements(member, incarnation, Scope.OWNER);
        this.everywhere = new Announcements(member, incarnation, Scope.EVERYWHERE);
        this.targets = new OwnTargets(member, incarnation, proposals, onEvent);
        this.requests = new TargetRequests(requestTimeout);
        this.declared = new DeclaredTargets(member);
        long nanos = time.nanoTime();
        this.clock = new ClusterTime(nanos);
        this.quorum = new Quorum(time.wallTime());
        this.statusLog = new StatusLog(member);
        this.expiredAt = nanos;
        this.proposer = new Proposer(
                member,
                zone,
                incarnation,
                heartbeat.toNanos(),
                clock,
                proposals,
                requests,
                declared,
                own,
                new Confirmation(member, targets),
                nanos);
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
            declared.applied(applied);
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
        lock.lock();
        try {
            role = Role.FAILED;
            requests.close();
        } finally {
            lock.unlock();
        }
    }

    boolean hasFailed() {
        return role == Role.FAILED;
    }

    /** Whether it takes part no more, although it has not left. */
    boolean isOver() {
        return role == Role.REPLACED || role == Role.FAILED;
    }

    String member() {
        return member;
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
            proposer.restored();
            declared.restored();
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

    /** A part of what is due. Returns for how many nanoseconds nothing else is. */
    long turn(Monitor monitor) {
        // Without the lock: they may wait for what calls applied().
        boolean isLeader = log.isLeader();
        Set<String> view = log.view();
        List<Outgoing> commands;
        boolean isBehind;
        Role present;
        Instant noQuorumSince;
        lock.lock();
        try {
            targets.takeEvents(state, time.nanoTime());
            // After that: nothing that was taken is later.
            WallTime now = WallTime.read(time, clock);
            long nanos = now.nanos();
            targets.follow(state, monitor, now);
            if (nanos - expiredAt >= TICK) {
                expiredAt = nanos;
                requests.expire(nanos);
            }
            commands = proposer.next(state, role, wishesToLeave, monitor, isLeader, view, nanos);
            isBehind = targets.isBehind() || proposer.isBehind();
            present = role;
            noQuorumSince = noQuorumSince(nanos);
        } finally {
            lock.unlock();
        }
        commands.forEach(this::propose);
        statusLog.update(present, isLeader, noQuorumSince);
        return isBehind ? PAUSE : TICK;
    }

    private @Nullable Instant noQuorumSince(long nanos) {
        return quorum.isLost(nanos) ? quorum.acceptedAt() : null;
    }

    /** One that fails, for whatever reason, keeps no other from being proposed. */
    private void propose(Outgoing outgoing) {
        try {
            byte[] encoded = CommandFormat.encode(outgoing.command());
            waits();
            var unused = log.propose(encoded).whenComplete((index, failure) -> answered(outgoing, failure == null));
        } catch (Throwable e) {
            answered(outgoing, false);
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

    /** What has failed is proposed again, and the status shows where nothing is accepted. */
    private void answered(Outgoing outgoing, boolean isAccepted) {
        lock.lock();
        try {
            long nanos = time.nanoTime();
            proposer.answered(outgoing, isAccepted, nanos);
            if (isAccepted) {
                quorum.accepted(time.wallTime());
            }
        } finally {
            lock.unlock();
        }
        onEvent.run();
    }

    /** With the lock held. */
    ClusterChange announced(CommittedChange change) {
        return StateViews.change(change, WallTime.read(time, clock));
    }

    CompletableFuture<Boolean> submit(String target, @Nullable Bytes settings) {
        lock.lock();
        try {
            requireTakingPart();
            return requests.submit(target, settings, time.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    void declare(Declaration declaration) {
        lock.lock();
        try {
            requireTakingPart();
            declared.declare(declaration);
        } finally {
            lock.unlock();
        }
    }

    private void requireTakingPart() {
        if (isOver()) {
            throw new IllegalStateException("member " + member + ": " + role + " (expected one that takes part)");
        }
        if (isClosed) {
            throw new IllegalStateException("member " + member + ": closed");
        }
    }

    /** Of requests, and of this member's leave. To be run without the lock. */
    List<Runnable> takeEndings() {
        lock.lock();
        try {
            List<Runnable> endings = new ArrayList<>(requests.takeEndings());
            boolean isGone = isClosed || isOver() || role == Role.LEFT || (wishesToLeave && role == Role.JOINING);
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
                    noQuorumSince(nanos),
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

    List<ClusterTarget> targets(int partition) {
        lock.lock();
        try {
            return StateViews.targets(state, partition, WallTime.read(time, clock));
        } finally {
            lock.unlock();
        }
    }
}
