package io.halfshake.cluster;

import static io.halfshake.cluster.VirtualTime.SECOND;

import io.halfshake.cluster.Announcements.Scope;
import io.halfshake.cluster.spi.LogListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** One process of a member: what a cluster's monitor does with the pure parts, each second of virtual time. */
final class SimulatedMember implements LogListener {
    /** How many partitions are moved in one step. */
    private static final int STEP = 200;

    /** How long a view has to last before the leader acts on it. */
    private static final long STABLE = 2 * SECOND;

    private final VirtualTime time;
    private final Random random;
    private final SimulatedLog log;
    private final int voters;
    private final String zone;
    private final long incarnation;
    private final Course course;
    private final int watchers;
    private final Journal journal;
    private final Proposals proposals;
    private final Lane reports = new Lane(2);
    private final Announcements own;
    private final Announcements everywhere;
    private final ClusterTime clock;
    private final SimulatedChecks checks;
    private final List<Journal.Announcement> delivering = new ArrayList<>();
    private ClusterState state = new ClusterState();
    private final TableKeeper keeper = new TableKeeper(STEP, STABLE);
    private int ticks;
    private boolean wishesToLeave;

    SimulatedMember(Scenario scenario, SimulatedLog log, String zone, long incarnation) {
        this.time = scenario.time();
        this.random = scenario.random();
        this.log = log;
        this.voters = scenario.members();
        this.zone = zone;
        this.incarnation = incarnation;
        this.course = scenario.course();
        this.watchers = scenario.watchers();
        this.journal = scenario.journal();
        this.proposals = new Proposals(log.name());
        this.own = new Announcements(log.name(), incarnation, Scope.OWNER);
        this.everywhere = new Announcements(log.name(), incarnation, Scope.EVERYWHERE);
        this.clock = new ClusterTime(time.now());
        this.checks = new SimulatedChecks(log.name(), course, proposals, clock, random);
    }

    ClusterState state() {
        return state;
    }

    SimulatedChecks checks() {
        return checks;
    }

    void leave(boolean wish) {
        wishesToLeave = wish;
    }

    /** The leader adds it again. */
    void removeTarget(String target) {
        propose(new Command.RemoveTargets(now(), state.index(), List.of(target)));
    }

    @Override
    public void failed(Exception cause) {
        throw new AssertionError(cause);
    }

    @Override
    public void applied(long index, byte[] command) {
        Applied applied = state.apply(index, command);
        clock.applied(state.time(), time.now());
        proposals.applied(applied);
        own.applied(state, applied);
        everywhere.applied(state, applied);
        if (random.nextInt(50) == 0) {
            journal.sampled(new Journal.Sample(log.name(), index, Arrays.hashCode(snapshot())));
        }
    }

    @Override
    public byte[] snapshot() {
        return SnapshotFormat.write(state);
    }

    @Override
    public void restore(long index, byte[] snapshot) {
        try {
            state = SnapshotFormat.read(snapshot);
        } catch (FormatException e) {
            throw new IllegalArgumentException(e);
        }
        journal.restored(incarnation, index);
        clock.applied(state.time(), time.now());
        own.restored(state);
        everywhere.restored(state);
    }

    /**
     * What a process does that runs. Announcements of the last tick may come late: it may have been paused in between.
     */
    void tick() {
        ticks++;
        deliver();
        maintain();
        Member self = state.member(log.name());
        if (self == null || self.incarnation() != incarnation) {
            if (!wishesToLeave) {
                propose(new Command.Join(now(), log.name(), zone, incarnation, CommandFormat.VERSION, state.epoch()));
            }
            return;
        }
        if (wishesToLeave && !self.draining()) {
            propose(new Command.Drain(now(), log.name(), self.epoch()));
        }
        check();
        take(own, Scope.OWNER);
        take(everywhere, Scope.EVERYWHERE);
        List<Command.Mark> marks = own.marks(state);
        if (ticks % 2 == 0 && !marks.isEmpty()) {
            propose(new Command.Announced(now(), marks));
        }
    }

    private long now() {
        return clock.at(time.now());
    }

    private void propose(Command command) {
        proposeBytes(CommandFormat.encode(command));
    }

    void proposeBytes(byte[] command) {
        var unused = log.propose(command);
    }

    private void deliver() {
        for (Journal.Announcement each : delivering) {
            journal.announced(new Journal.Announcement(
                    each.member(), each.process(), each.scope(), each.change(), each.index(), time.now()));
            if (each.scope() == Scope.OWNER) {
                own.delivered(each.change());
            }
        }
        delivering.clear();
    }

    private void take(Announcements from, Scope scope) {
        for (CommittedChange next = from.next(); next != null; next = from.next()) {
            delivering.add(new Journal.Announcement(log.name(), incarnation, scope, next, state.index(), time.now()));
        }
    }

    /** What the leader does, or a member that takes itself for it: what that proposes by an old table is refused. */
    private void maintain() {
        Set<String> view = log.view();
        List<Command> table = keeper.next(state, view, time.now(), now());
        if (!log.isLeader() || view.size() <= voters / 2) {
            return;
        }
        if (state.watchers() != watchers) {
            // Before there are targets, which a blind owner would decide on alone.
            propose(new Command.Configure(now(), watchers, watchers / 2 + 1));
            return;
        }
        List<Command.NewTarget> missing = course.targets().stream()
                .filter(target -> state.target(target) == null)
                .map(target -> new Command.NewTarget(target, Bytes.EMPTY))
                .toList();
        if (!missing.isEmpty()) {
            propose(new Command.AddTargets(now(), state.index(), missing));
        }
        table.forEach(this::propose);
    }

    private void check() {
        List<Opinion> opinions = checks.check(state, time.now());
        if (!opinions.isEmpty()) {
            propose(new Command.ReportOpinions(now(), log.name(), opinions));
        }
        report();
        if (ticks % 5 == 0 && checks.allWell()) {
            propose(new Command.AllWell(now(), log.name(), state.epoch(), 0));
        }
    }

    private void report() {
        if (!reports.isFree(time.now())) {
            return;
        }
        Flight flight = reports.open(time.now());
        List<Command.Change> changes = proposals.next(state, time.now(), Limits.ITEMS, flight);
        if (changes.isEmpty()) {
            reports.close(flight);
            return;
        }
        byte[] command = CommandFormat.encode(new Command.ReportChanges(now(), log.name(), changes));
        var unused = log.propose(command).whenComplete((index, failure) -> {
            if (failure == null) {
                reports.accepted(flight, time.now());
            } else {
                reports.failed(flight, time.now());
            }
        });
    }

    /** The interval of its checks, and of all else that it does. */
    static long interval() {
        return SECOND;
    }
}
