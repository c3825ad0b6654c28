package io.halfshake.cluster;

import static io.halfshake.cluster.StateFixture.FOUND;
import static io.halfshake.cluster.StateFixture.PARTITION;
import static io.halfshake.cluster.StateFixture.TARGET;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.monitor.TargetState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SnapshotFormatTest {
    /** Of all that a state may hold, something. */
    private static StateFixture full() {
        StateFixture fixture = StateFixture.of("a", "b", "c");
        fixture.go(TargetState.UP, TargetState.DOWN);
        fixture.accept(new Command.AllWell(2_000, "a", fixture.state().epoch(), 5));
        fixture.accept(new Command.AddTargets(
                2_000, fixture.state().index(), List.of(new Command.NewTarget("x:1", Bytes.copyOf(new byte[] {1, 2
                })))));
        fixture.add("z:1");
        fixture.remove("z:1");
        fixture.accept(new Command.Drain(2_000, "c", 3));
        fixture.accept(new Command.Declare(2_000, "c", 3, Bytes.copyOf(new byte[] {7})));
        fixture.accept(new Command.Configure(2_000, 3, 2));
        fixture.accept(new Command.ReportOpinions(
                2_000,
                "b",
                List.of(new Opinion(
                        TARGET, Opinion.Verdict.UP, 0, fixture.entry().sequence(), FOUND))));
        long poll = poll(fixture.state()).number();
        fixture.accept(new Command.ReportOpinions(
                2_000, "b", List.of(new Opinion(TARGET, Opinion.Verdict.CANNOT_TELL, poll, 0, FOUND))));
        fixture.accept(new Command.Leave(2_000, "a", 1, false));
        return fixture;
    }

    private static Poll poll(ClusterState state) {
        return Objects.requireNonNull(state.partition(PARTITION).poll(TARGET));
    }

    @Test
    void snapshot_ofANewState_isReadAsItWasWritten() throws FormatException {
        byte[] written = SnapshotFormat.write(new ClusterState());

        assertThat(SnapshotFormat.write(SnapshotFormat.read(written))).isEqualTo(written);
    }

    @Test
    void snapshot_isReadAsItWasWritten() throws FormatException {
        ClusterState state = full().state();

        ClusterState restored = SnapshotFormat.read(SnapshotFormat.write(state));

        assertThat(SnapshotFormat.write(restored)).isEqualTo(SnapshotFormat.write(state));
        assertThat(restored.index()).isEqualTo(state.index());
        assertThat(restored.time()).isEqualTo(state.time());
        assertThat(restored.epoch()).isEqualTo(state.epoch());
        assertThat(restored.members()).isEqualTo(state.members());
        assertThat(restored.target(TARGET)).isEqualTo(state.target(TARGET));
        assertThat(restored.target("x:1")).isEqualTo(state.target("x:1"));
        assertThat(restored.partitionOf("z:1").addedAt())
                .isEqualTo(state.partitionOf("z:1").addedAt())
                .isPositive();
        assertThat(restored.partitionOf("z:1").removedAt())
                .isEqualTo(state.partitionOf("z:1").removedAt())
                .isPositive();
        assertThat(restored.partition(PARTITION).pending())
                .containsExactlyElementsOf(state.partition(PARTITION).pending())
                .hasSize(2);
        // What the bytes of both would not show if none of it were written.
        assertThat(restored.partition(0).wellAsOf()).isEqualTo(1_995);
        assertThat(restored.partition(PARTITION).polls()).hasSize(1);
        assertThat(poll(restored).number()).isEqualTo(poll(state).number());
        assertThat(poll(restored).votes()).isEqualTo(poll(state).votes()).hasSize(1);
    }

    @Test
    void snapshot_hasWhetherAPartitionWasHandedOver() throws FormatException {
        StateFixture fixture = StateFixture.of("a", "b");
        fixture.give(PARTITION, fixture.owner().equals("a") ? "b" : "a");

        ClusterState restored = SnapshotFormat.read(SnapshotFormat.write(fixture.state()));

        assertThat(restored.partition(PARTITION).isHandedOver()).isTrue();
    }

    @Test
    void restoredState_goesOnAsTheOther() throws FormatException {
        StateFixture one = full();
        StateFixture other = new StateFixture(SnapshotFormat.read(SnapshotFormat.write(one.state())));

        for (StateFixture each : List.of(one, other)) {
            each.join("d", 4);
            each.assign("b", "d");
            each.accept(new Command.Configure(3_000, 1, 1));
            each.go(TargetState.UP);
            each.add("y:1");
        }

        assertThat(SnapshotFormat.write(other.state())).isEqualTo(SnapshotFormat.write(one.state()));
    }

    @Test
    void snapshot_doesNotDependOnTheOrderOfWhatIsAdded() {
        StateFixture one = StateFixture.of("a");
        StateFixture other = StateFixture.of("a");
        List<Command.NewTarget> targets = new ArrayList<>();
        for (String target : List.of("k:1", "l:1", "m:1", "n:1", "o:1")) {
            targets.add(new Command.NewTarget(target, Bytes.EMPTY));
        }
        List<Command.NewTarget> reversed = new ArrayList<>(targets);
        Collections.reverse(reversed);
        one.accept(new Command.AddTargets(2_000, one.state().index(), targets));
        other.accept(new Command.AddTargets(2_000, other.state().index(), reversed));

        assertThat(SnapshotFormat.write(other.state())).isEqualTo(SnapshotFormat.write(one.state()));
    }

    @Test
    void anythingElse_isRefused() {
        byte[] snapshot = SnapshotFormat.write(full().state());
        byte[] newer = snapshot.clone();
        newer[0] = 3;

        assertThatThrownBy(() -> SnapshotFormat.read(newer))
                .isInstanceOf(FormatException.class)
                .hasMessage("version of the snapshot: 3 (expected 2)");
        assertThatThrownBy(() -> SnapshotFormat.read(Arrays.copyOf(snapshot, snapshot.length + 1)))
                .isInstanceOf(FormatException.class)
                .hasMessageEndingWith("expected the end instead of 1 bytes more");
        for (int length = 0; length < snapshot.length; length += 97) {
            byte[] cut = Arrays.copyOf(snapshot, length);
            assertThatThrownBy(() -> SnapshotFormat.read(cut)).isInstanceOf(FormatException.class);
        }
    }

    @Test
    void targetInTheWrongPartition_isRefused() {
        StateFixture fixture = StateFixture.of("a");
        byte[] snapshot = SnapshotFormat.write(fixture.state());
        String text = new String(snapshot, ISO_8859_1);
        byte[] other = snapshot.clone();
        other[text.indexOf(TARGET)] = 'x';

        assertThatThrownBy(() -> SnapshotFormat.read(other))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("expected a target of partition " + PARTITION + " instead of xb:5432");
    }
}
