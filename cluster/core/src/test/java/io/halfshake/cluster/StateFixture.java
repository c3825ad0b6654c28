package io.halfshake.cluster;

import io.halfshake.monitor.TargetState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A state to which commands are applied as a log would, in their bytes. */
final class StateFixture {
    static final String TARGET = "db:5432";
    static final int PARTITION = PartitionHash.partition(TARGET);
    static final Command.Finding FOUND = found(5, 2);

    private final ClusterState state;
    private long time = 1_000;

    StateFixture() {
        this(new ClusterState());
    }

    StateFixture(ClusterState state) {
        this.state = state;
    }

    /** Of these members, which share all partitions in turn, and with {@link #TARGET}. */
    static StateFixture of(String... members) {
        StateFixture fixture = new StateFixture();
        for (int i = 0; i < members.length; i++) {
            fixture.join(members[i], i + 1);
        }
        fixture.assign(members);
        fixture.add(TARGET);
        return fixture;
    }

    ClusterState state() {
        return state;
    }

    /** The time that the next command carries. */
    long time() {
        return time;
    }

    void time(long now) {
        time = now;
    }

    Applied applied(Command command) {
        return applied(CommandFormat.encode(command));
    }

    Applied applied(byte[] command) {
        return state.apply(state.index() + 1, command);
    }

    /** Of a command with one item or none. */
    Decision decision(Command command) {
        List<Decision> decisions = applied(command).decisions();
        if (decisions.size() != 1) {
            throw new AssertionError("one decision instead of " + decisions);
        }
        return decisions.get(0);
    }

    void accept(Command command) {
        for (Decision decision : applied(command).decisions()) {
            if (!decision.isAccepted()) {
                throw new AssertionError(command + " accepted, instead of " + decision);
            }
        }
    }

    CommittedChange acceptChange(Command command) {
        Decision decision = decision(command);
        return Objects.requireNonNull(decision.change(), decision::toString);
    }

    void join(String member, long incarnation) {
        accept(new Command.Join(time, member, "zone of " + member, incarnation, 1, state.epoch()));
    }

    void assign(String... members) {
        List<Command.Move> moves = new ArrayList<>();
        for (int i = 0; i < PartitionHash.PARTITIONS; i++) {
            String member = members[i % members.length];
            if (!state.partition(i).isOwnedBy(member)) {
                moves.add(new Command.Move(i, member));
            }
        }
        if (!moves.isEmpty()) {
            accept(new Command.Assign(time, state.epoch(), moves));
        }
    }

    void give(int partition, String member) {
        accept(new Command.Assign(time, state.epoch(), List.of(new Command.Move(partition, member))));
    }

    void add(String target) {
        accept(new Command.AddTargets(time, state.index(), List.of(new Command.NewTarget(target, Bytes.EMPTY))));
    }

    void remove(String target) {
        accept(new Command.RemoveTargets(time, state.index(), List.of(target)));
    }

    String owner() {
        return Objects.requireNonNull(state.partition(PARTITION).owner());
    }

    TargetEntry entry() {
        return Objects.requireNonNull(state.target(TARGET));
    }

    /** What the owner would propose. */
    Command.ReportChanges report(TargetState to) {
        return report(owner(), change(to));
    }

    Command.ReportChanges report(String member, Command.Change change) {
        return new Command.ReportChanges(time, member, List.of(change));
    }

    Command.Change change(TargetState to) {
        return new Command.Change(
                TARGET,
                entry().state(),
                to,
                entry().sequence(),
                state.partition(PARTITION).epoch(),
                FOUND);
    }

    CommittedChange go(TargetState... states) {
        CommittedChange last = acceptChange(report(states[0]));
        for (int i = 1; i < states.length; i++) {
            last = acceptChange(report(states[i]));
        }
        return last;
    }

    static Command.Finding found(long earliestAge, long latestAge) {
        return new Command.Finding(earliestAge, latestAge, Bytes.copyOf(new byte[] {7}));
    }
}
