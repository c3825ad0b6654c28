package io.halfshake.cluster;

import io.halfshake.cluster.ClusterStatus.Role;
import io.halfshake.monitor.Monitor;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a member proposes, and when: of each kind a limited number of commands at a time. What the log has refused, or
 * has not answered in time, is proposed again.
 *
 * <p>For one thread at a time. Moments are in nanoseconds of this member's monotonic clock.
 */
final class Proposer {
    /** Between two joins, drains, or commands that show whether there is a quorum. */
    private static final long RETRY = TimeUnit.SECONDS.toNanos(1);

    /** Marks of what was announced are sent together. */
    private static final long MARKS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Between two steps of the leader, and how long a view lasts before it acts on it. */
    private static final long TABLE = TimeUnit.MILLISECONDS.toNanos(250);

    /** That many partitions are taken from their owners in a step: a quarter of all in two seconds. */
    private static final int STEP = 32;

    /** What {@link Lane}s are for, and how many commands may be on their way in each. */
    private enum Kind {
        JOIN(1),
        DRAIN(1),
        REPORT(4),
        MARK(1),
        HEARTBEAT(1),
        ADD(2),
        REMOVE(2),
        DECLARE(1),
        ADD_DECLARED(2),
        REMOVE_UNDECLARED(2),
        /** What the leader proposes at one time counts as one: members that are gone are removed by a command each. */
        TABLE(1);

        private final int most;

        Kind(int most) {
            this.most = most;
        }
    }

    /** A command that is proposed now. */
    record Outgoing(Command command, Lane lane, Flight flight) {}

    private final String member;
    private final String zone;
    private final long incarnation;
    private final long heartbeat;
    private final ClusterTime clock;
    private final Proposals proposals;
    private final TargetRequests requests;
    private final DeclaredTargets declared;
    private final Announcements own;
    private final Confirmation confirmation;
    private final TableKeeper keeper = new TableKeeper(STEP, TABLE);
    private final Map<Kind, Lane> lanes = new EnumMap<>(Kind.class);
    private long retriedAt;
    private long markedAt;
    private long keptAt;
    private long wellAt;

    Proposer(
            String member,
            String zone,
            long incarnation,
            long heartbeat,
            ClusterTime clock,
            Proposals proposals,
            TargetRequests requests,
            DeclaredTargets declared,
            Announcements own,
            Confirmation confirmation,
            long nanos) {
        this.member = member;
        this.zone = zone;
        this.incarnation = incarnation;
        this.heartbeat = heartbeat;
        this.clock = clock;
        this.proposals = proposals;
        this.requests = requests;
        this.declared = declared;
        this.own = own;
        this.confirmation = confirmation;
        for (Kind kind : Kind.values()) {
            lanes.put(kind, new Lane(kind.most));
        }
        retriedAt = nanos - RETRY;
        markedAt = nanos;
        keptAt = nanos;
        wellAt = nanos;
    }

    /**
     * What to propose now.
     *
     * @param role of this member
     * @param wishesToLeave whether it does not join, and has its partitions moved away
     * @param isLeader as the log says
     * @param view as the log says
     */
    List<Outgoing> next(
            ClusterState state,
            Role role,
            boolean wishesToLeave,
            Monitor monitor,
            boolean isLeader,
            Set<String> view,
            long nanos) {
        List<Outgoing> all = new ArrayList<>();
        long now = Math.min(clock.at(nanos), Limits.NANOS);
        boolean retries = nanos - retriedAt >= RETRY;
        if (retries) {
            retriedAt = nanos;
        }
        Member self = state.member(member);
        if (role == Role.JOINING && !wishesToLeave && retries) {
            add(
                    all,
                    Kind.JOIN,
                    nanos,
                    new Command.Join(now, member, zone, incarnation, CommandFormat.VERSION, state.epoch()));
        } else if (self != null && (role == Role.MEMBER || role == Role.LEAVING)) {
            if (wishesToLeave && role == Role.MEMBER && retries) {
                add(all, Kind.DRAIN, nanos, new Command.Drain(now, member, self.epoch()));
            }
            addReports(all, state, nanos, now);
            addMarks(all, state, nanos, now);
            addHeartbeat(all, state, monitor, nanos, now, retries);
            addDeclared(all, state, self, nanos, now);
        }
        addRequests(all, state, nanos, now);
        addTable(all, state, isLeader, view, nanos, now);
        return all;
    }

    private Lane lane(Kind kind) {
        return Objects.requireNonNull(lanes.get(kind));
    }

    private void add(List<Outgoing> all, Kind kind, long nanos, Command command) {
        Lane lane = lane(kind);
        if (lane.isFree(nanos)) {
            all.add(new Outgoing(command, lane, lane.open(nanos)));
        }
    }

    private void addReports(List<Outgoing> all, ClusterState state, long nanos, long now) {
        Lane lane = lane(Kind.REPORT);
        while (lane.isFree(nanos)) {
            Flight flight = lane.open(nanos);
            List<Command.Change> changes = proposals.next(state, nanos, Limits.ITEMS, flight);
            if (changes.isEmpty()) {
                lane.close(flight);
                return;
            }
            all.add(new Outgoing(new Command.ReportChanges(now, member, changes), lane, flight));
        }
    }

    private void addMarks(List<Outgoing> all, ClusterState state, long nanos, long now) {
        if (nanos - markedAt >= MARKS && lane(Kind.MARK).isFree(nanos)) {
            List<Command.Mark> marks = own.marks(state);
            if (!marks.isEmpty()) {
                markedAt = nanos;
                add(all, Kind.MARK, nanos, new Command.Announced(now, marks));
            }
        }
    }

    private void addHeartbeat(
            List<Outgoing> all, ClusterState state, Monitor monitor, long nanos, long now, boolean retries) {
        if (nanos - wellAt < heartbeat || !lane(Kind.HEARTBEAT).isFree(nanos)) {
            return;
        }
        if (confirmation.advance(state, monitor, nanos)) {
            long age = Math.min(nanos - confirmation.asOf(), Limits.NANOS);
            add(all, Kind.HEARTBEAT, nanos, new Command.AllWell(now, member, confirmation.epoch(), age));
            wellAt = nanos;
            confirmation.end();
        } else if (retries && nanos - wellAt >= heartbeat + RETRY) {
            // Changes nothing, and shows whether there is a quorum.
            add(all, Kind.HEARTBEAT, nanos, new Command.Announced(now, List.of()));
        }
    }

    private void addRequests(List<Outgoing> all, ClusterState state, long nanos, long now) {
        addRequest(all, Kind.ADD, nanos, flight -> requests.nextAdded(state, now, nanos, flight));
        addRequest(all, Kind.REMOVE, nanos, flight -> requests.nextRemoved(state, now, nanos, flight));
    }

    private void addDeclared(List<Outgoing> all, ClusterState state, Member self, long nanos, long now) {
        addRequest(all, Kind.DECLARE, nanos, flight -> declared.nextDeclaration(self, now, nanos, flight));
        addRequest(all, Kind.ADD_DECLARED, nanos, flight -> declared.nextAdded(state, now, nanos, flight));
        addRequest(all, Kind.REMOVE_UNDECLARED, nanos, flight -> declared.nextRemoved(state, now, nanos, flight));
    }

    private void addRequest(
            List<Outgoing> all, Kind kind, long nanos, Function<Flight, ? extends @Nullable Command> next) {
        Lane lane = lane(kind);
        while (lane.isFree(nanos)) {
            Flight flight = lane.open(nanos);
            Command command = next.apply(flight);
            if (command == null) {
                lane.close(flight);
                return;
            }
            all.add(new Outgoing(command, lane, flight));
        }
    }

    /** Of a leader that sees itself: without that, the log sees nothing at the moment. */
    private void addTable(
            List<Outgoing> all, ClusterState state, boolean isLeader, Set<String> view, long nanos, long now) {
        if (nanos - keptAt < TABLE) {
            return;
        }
        keptAt = nanos;
        List<Command> commands = keeper.next(state, view, nanos, now);
        Lane lane = lane(Kind.TABLE);
        if (isLeader && view.contains(member) && lane.isFree(nanos)) {
            for (Command command : commands) {
                all.add(new Outgoing(command, lane, lane.open(nanos)));
            }
        }
    }

    /** Whether there is more to do at once. */
    boolean isBehind() {
        return confirmation.isBehind();
    }

    /** After a snapshot. */
    void restored() {
        confirmation.end();
    }

    /** What the log has done to a command. */
    void answered(Outgoing outgoing, boolean isAccepted, long nanos) {
        if (isAccepted) {
            outgoing.lane().accepted(outgoing.flight(), nanos);
        } else {
            outgoing.lane().failed(outgoing.flight(), nanos);
            if (outgoing.command() instanceof Command.AllWell) {
                wellAt = nanos - heartbeat;
            }
        }
    }
}
