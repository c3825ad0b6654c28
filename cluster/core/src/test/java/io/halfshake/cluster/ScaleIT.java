package io.halfshake.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The table of large clusters on virtual time, with the shares that the hash gives to many targets, and the memory of a
 * state with many targets. Writes {@code target/scale.md}; of times only those of virtual time are asserted.
 */
@Tag("thorough")
class ScaleIT {
    private static final Path RESULTS = Path.of("target/scale.md");
    private static final int RACK = 10;
    private static final int TARGETS = 10_000_000;

    private static final long MILLI = 1_000_000;

    /** A turn of the leader, and how long a view has to last. */
    private static final long TURN = 500 * MILLI;

    /** From a proposal until all have applied it. */
    private static final long COMMIT = 100 * MILLI;

    /** Until a lost member is missed. */
    private static final long DETECTION = 4_000 * MILLI;

    /** The targets of each partition. */
    private static int[] weights(int targets) {
        int[] weights = new int[PartitionHash.PARTITIONS];
        for (int i = 0; i < targets; i++) {
            weights[PartitionHash.partition(text(i))]++;
        }
        return weights;
    }

    private static String text(int i) {
        return "10." + (i >> 16 & 0xFF) + "." + (i >> 8 & 0xFF) + "." + (i & 0xFF) + ":443";
    }

    /** The leader's part only: what it sees, plans and has committed. */
    private static final class Table {
        private final StateFixture fixture = new StateFixture();
        private final TableKeeper keeper = new TableKeeper(64, TURN);
        private final Set<String> view = new TreeSet<>();
        private final int[] weights;
        private long now;
        private long joined;
        private long bytes;
        private long moved;
        private long worstUnowned;
        private final long[] unownedSince = new long[PartitionHash.PARTITIONS];

        Table(int[] weights) {
            this.weights = weights;
        }

        void join(String member) {
            joined++;
            view.add(member);
            ClusterState state = fixture.state();
            fixture.accept(new Command.Join(
                    fixture.time(), member, member.substring(0, 2), joined, CommandFormat.VERSION, state.epoch()));
        }

        void turn() {
            now += TURN;
            ClusterState state = fixture.state();
            for (Command command : keeper.next(state, view, now, fixture.time())) {
                bytes += CommandFormat.encode(command).length;
                List<String> before = owners();
                fixture.accept(command);
                note(before, owners());
            }
        }

        private List<String> owners() {
            return IntStream.range(0, PartitionHash.PARTITIONS)
                    .mapToObj(i -> String.valueOf(fixture.state().partition(i).owner()))
                    .toList();
        }

        private void note(List<String> before, List<String> after) {
            for (int i = 0; i < before.size(); i++) {
                if (!before.get(i).equals(after.get(i)) && !after.get(i).equals("null")) {
                    moved += weights[i];
                    if (unownedSince[i] != 0) {
                        worstUnowned = Math.max(worstUnowned, now + COMMIT - unownedSince[i]);
                        unownedSince[i] = 0;
                    }
                }
            }
        }

        /** At once, as with its power: missed after the detection. */
        void lose(List<String> members) {
            for (int i = 0; i < PartitionHash.PARTITIONS; i++) {
                if (members.contains(fixture.state().partition(i).owner())) {
                    unownedSince[i] = now;
                }
            }
            long end = now + DETECTION;
            while (now < end) {
                turn();
            }
            view.removeAll(members);
        }

        /** Until nothing is left to be moved; returns how long that took. */
        long settle() {
            long start = now;
            int quiet = 0;
            while (quiet < 3) {
                long epoch = fixture.state().epoch();
                turn();
                quiet = fixture.state().epoch() == epoch ? quiet + 1 : 0;
            }
            return now - start - 3 * TURN;
        }

        private Map<String, Long> shares() {
            Map<String, Long> shares = new TreeMap<>();
            List<String> owners = owners();
            for (int i = 0; i < owners.size(); i++) {
                shares.merge(owners.get(i), (long) weights[i], Long::sum);
            }
            return shares;
        }

        String row(String what, long took) {
            Map<String, Long> shares = shares();
            long least =
                    shares.values().stream().mapToLong(Long::longValue).min().orElse(0);
            long most =
                    shares.values().stream().mapToLong(Long::longValue).max().orElse(0);
            String row = String.format(
                    Locale.ROOT,
                    "| %s | %d | %.1f | %.1f | %,d | %,d to %,d | %,d |%n",
                    what,
                    shares.size(),
                    took / 1e9,
                    worstUnowned / 1e9,
                    moved,
                    least,
                    most,
                    bytes);
            bytes = 0;
            moved = 0;
            worstUnowned = 0;
            return row;
        }
    }

    private static List<String> rack(int number) {
        return IntStream.range(0, RACK)
                .mapToObj(i -> String.format(Locale.ROOT, "%02d-%d", number, i))
                .toList();
    }

    @Test
    void tableOfAHundredMembers() throws IOException {
        Table table = new Table(weights(TARGETS));
        StringBuilder rows = new StringBuilder("""
                | what happens | members then | settled after s | unowned at most s | targets moved | targets of a member | bytes in the log |
                |---|---|---|---|---|---|---|
                """);
        for (int rack = 0; rack < 10; rack++) {
            rack(rack).forEach(table::join);
        }
        rows.append(table.row("100 members join at once", table.settle()));
        assertThat(table.shares()).hasSize(100);

        table.lose(rack(3));
        long took = table.settle() + DETECTION;
        assertThat(table.shares()).hasSize(90).doesNotContainKey("null");
        assertThat(table.worstUnowned).isLessThanOrEqualTo(DETECTION + 2_000 * MILLI);
        rows.append(table.row("a rack of 10 is lost", took));

        rack(3).forEach(table::join);
        rows.append(table.row("the rack is back", table.settle()));

        table.lose(List.of("05-5"));
        took = table.settle() + DETECTION;
        rows.append(table.row("one member is lost", took));

        List<String> half = new ArrayList<>();
        for (int rack = 0; rack < 5; rack++) {
            half.addAll(rack(rack));
        }
        table.lose(half);
        took = table.settle() + DETECTION;
        rows.append(table.row("half of the racks are lost", took));
        assertThat(table.shares()).hasSize(49).doesNotContainKey("null");
        Files.writeString(RESULTS, rows);
    }

    @Test
    void memoryOfAState() throws IOException {
        int targets = 1_000_000;
        StateFixture fixture = new StateFixture();
        long before = used();
        for (int i = 0; i < targets; i += Limits.ITEMS) {
            List<Command.NewTarget> added = new ArrayList<>();
            for (int j = i; j < Math.min(targets, i + Limits.ITEMS); j++) {
                added.add(new Command.NewTarget(text(j), Bytes.EMPTY));
            }
            fixture.accept(
                    new Command.AddTargets(fixture.time(), fixture.state().index(), added));
        }
        double each = (used() - before) / (double) targets;
        long start = System.nanoTime();
        byte[] snapshot = SnapshotFormat.write(fixture.state());
        long written = System.nanoTime() - start;
        start = System.nanoTime();
        ClusterState restored = restore(snapshot);
        long read = System.nanoTime() - start;
        assertThat(restored.targetCount()).isEqualTo(targets);
        Files.writeString(
                Path.of("target/scale-memory.md"),
                String.format(
                        Locale.ROOT,
                        "%,d targets, UNKNOWN, no settings: %.0f bytes of heap each; a snapshot of %,d bytes, written in"
                                + " %d ms and read in %d ms%n",
                        targets,
                        each,
                        snapshot.length,
                        written / MILLI,
                        read / MILLI));
    }

    private static ClusterState restore(byte[] snapshot) {
        try {
            return SnapshotFormat.read(snapshot);
        } catch (FormatException e) {
            throw new AssertionError(e);
        }
    }

    /** After collecting what is garbage. */
    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
