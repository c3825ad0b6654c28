package io.halfshake.cluster;

import io.halfshake.cluster.spi.ClusterLog;
import io.halfshake.internal.FailSafe;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the targets of the cluster those that its members have declared. Of the members that have declared the same,
 * the first by name proposes what the cluster lacks of it. What the cluster has beside it is removed only if all
 * members have declared the same: while files are changed on one member after the other, no target is lost.
 *
 * <p>For one thread at a time.
 */
final class DeclaredTargets {
    private static final int ROOM = ClusterLog.MAX_COMMAND_BYTES - Limits.NAME_BYTES;

    /** That many targets are looked at in one turn. */
    private static final int SLICE = 10_000;

    private final String member;
    private @Nullable Declaration declaration;

    /** Partitions that may lack targets. */
    private final BitSet lacking = new BitSet(PartitionHash.PARTITIONS);

    /** Partitions that may have targets too many, or with other settings. */
    private final BitSet exceeding = new BitSet(PartitionHash.PARTITIONS);

    /** What was proposed for a partition and is not applied yet. */
    private final @Nullable Proposed[] proposed = new Proposed[PartitionHash.PARTITIONS];

    private Command.@Nullable Declare lastDeclare;

    /** Of that command. */
    private @Nullable Flight lastFlight;

    private boolean isFullLogged;

    DeclaredTargets(String member) {
        this.member = member;
    }

    /**
     * A command of this member.
     *
     * @param time that it carries
     * @param index that it carries
     */
    private record Proposed(Flight flight, long time, long index) {
        boolean isOnItsWay(long nanos) {
            return !flight.isOver(nanos);
        }
    }

    void declare(Declaration declared) {
        if (declaration == null || !declaration.digest().equals(declared.digest())) {
            declaration = declared;
            restored();
        }
    }

    /** After a snapshot. */
    void restored() {
        lacking.set(0, PartitionHash.PARTITIONS);
        exceeding.set(0, PartitionHash.PARTITIONS);
    }

    /**
     * After each command that was applied, also those of other members. Which member proposes, and whether all agree,
     * does not matter here: a partition is taken for settled only by the member that proposes.
     */
    void applied(Applied applied) {
        Declaration wanted = declaration;
        if (wanted == null) {
            return;
        }
        if (applied.command() instanceof Command.AddTargets add) {
            for (int i = 0; i < add.targets().size(); i++) {
                String target = add.targets().get(i).target();
                applied(wanted, target, applied.decisions().get(i), add.time(), add.index());
            }
        } else if (applied.command() instanceof Command.RemoveTargets remove) {
            for (int i = 0; i < remove.targets().size(); i++) {
                applied(wanted, remove.targets().get(i), applied.decisions().get(i), remove.time(), remove.index());
            }
        }
    }

    private void applied(Declaration wanted, String target, Decision decision, long time, long index) {
        int partition = PartitionHash.partition(target);
        Proposed last = proposed[partition];
        if (last != null && last.time() == time && last.index() == index) {
            proposed[partition] = null;
        }
        if (decision.refusal() != Refusal.FULL) {
            lacking.set(partition);
            exceeding.set(partition);
            return;
        }
        // Until a target of it is removed: there would be no room for it the next time either.
        lacking.clear(partition);
        if (!isFullLogged && wanted.partition(partition).containsKey(target)) {
            isFullLogged = true;
            FailSafe.log(
                    Level.WARNING,
                    "member " + member + ": no room for " + target + ", further targets are not logged",
                    null);
        }
    }

    /**
     * What this member declares, if the cluster does not know it yet.
     *
     * @param self this member, as committed
     * @param flight as for {@link #nextAdded}
     */
    Command.@Nullable Declare nextDeclaration(Member self, long time, long nanos, Flight flight) {
        Declaration wanted = declaration;
        if (wanted == null || wanted.digest().equals(self.declared())) {
            return null;
        }
        Command.Declare last = lastDeclare;
        boolean isSame =
                last != null && last.epoch() == self.epoch() && last.digest().equals(wanted.digest());
        if (isSame && lastFlight != null && !lastFlight.isOver(nanos)) {
            return null;
        }
        Command.Declare next = new Command.Declare(time, member, self.epoch(), wanted.digest());
        lastDeclare = next;
        lastFlight = flight;
        return next;
    }

    /**
     * Targets to be added now.
     *
     * @param time the present, by the cluster's time
     * @param nanos the present, by this member's monotonic clock
     * @param flight of the command: once it {@linkplain Flight#isOver is over}, what was not applied is proposed again
     * @return null if there is none
     */
    Command.@Nullable AddTargets nextAdded(ClusterState state, long time, long nanos, Flight flight) {
        Declaration wanted = declaration;
        if (wanted == null || !proposes(state, wanted)) {
            return null;
        }
        List<Command.NewTarget> added = new ArrayList<>();
        Proposed command = new Proposed(flight, time, state.index());
        Room room = new Room();
        for (int i = next(lacking, 0, nanos); i >= 0 && room.isLeft(); i = next(lacking, i + 1, nanos)) {
            Partition partition = state.partition(i);
            boolean lacks = false;
            for (Map.Entry<String, Bytes> each : wanted.partition(i).entrySet()) {
                room.visited++;
                if (partition.target(each.getKey()) == null) {
                    lacks = true;
                    if (!room.take(each.getKey(), each.getValue().length())) {
                        break;
                    }
                    added.add(new Command.NewTarget(each.getKey(), each.getValue()));
                    proposed[i] = command;
                }
            }
            lacking.set(i, lacks);
        }
        return added.isEmpty() ? null : new Command.AddTargets(time, state.index(), added);
    }

    /** Targets to be removed now, those with other settings too: as {@link #nextAdded}. */
    Command.@Nullable RemoveTargets nextRemoved(ClusterState state, long time, long nanos, Flight flight) {
        Declaration wanted = declaration;
        if (wanted == null || !proposes(state, wanted) || !isOfAll(state, wanted)) {
            return null;
        }
        List<String> removed = new ArrayList<>();
        Proposed command = new Proposed(flight, time, state.index());
        Room room = new Room();
        for (int i = next(exceeding, 0, nanos); i >= 0 && room.isLeft(); i = next(exceeding, i + 1, nanos)) {
            boolean exceeds = false;
            for (Map.Entry<String, TargetEntry> each :
                    state.partition(i).targets().entrySet()) {
                room.visited++;
                if (!each.getValue().settings().equals(wanted.partition(i).get(each.getKey()))) {
                    exceeds = true;
                    if (!room.take(each.getKey(), 0)) {
                        break;
                    }
                    removed.add(each.getKey());
                    proposed[i] = command;
                }
            }
            exceeding.set(i, exceeds);
        }
        return removed.isEmpty() ? null : new Command.RemoveTargets(time, state.index(), removed);
    }

    /** One for all that have declared the same: the others would propose the same. */
    private boolean proposes(ClusterState state, Declaration wanted) {
        for (Member each : state.members().values()) {
            if (each.declared().equals(wanted.digest())) {
                return each.name().equals(member);
            }
        }
        return false;
    }

    private static boolean isOfAll(ClusterState state, Declaration wanted) {
        return state.members().values().stream()
                .allMatch(each -> each.declared().equals(wanted.digest()));
    }

    private int next(BitSet of, int from, long nanos) {
        int next = of.nextSetBit(from);
        while (next >= 0) {
            Proposed last = proposed[next];
            if (last == null || !last.isOnItsWay(nanos)) {
                return next;
            }
            next = of.nextSetBit(next + 1);
        }
        return next;
    }

    /** Of one command. */
    private static final class Room {
        private int bytes = ROOM;
        private int items = Limits.ITEMS;
        private int visited;

        boolean isLeft() {
            return visited < SLICE && items > 0 && bytes > 0;
        }

        boolean take(String target, int settings) {
            bytes -= CommandFormat.mostBytes(target, settings);
            items--;
            return bytes >= 0 && items >= 0;
        }
    }
}
