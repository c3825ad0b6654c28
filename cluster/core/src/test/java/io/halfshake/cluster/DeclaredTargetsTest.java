package io.halfshake.cluster;

import static io.halfshake.cluster.StateFixture.PARTITION;
import static io.halfshake.cluster.StateFixture.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.monitor.TargetSettings;
import java.util.AbstractList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeclaredTargetsTest {
    private static final TargetSettings PLAIN = TargetSettings.inherited();
    private static final long EXPIRY = 1_000;

    private final StateFixture fixture = StateFixture.of("a", "b");
    private final ClusterState state = fixture.state();
    private final DeclaredTargets declared = new DeclaredTargets("a");
    private int looks;

    private static Declaration list(String... targets) {
        Map<String, TargetSettings> all = new HashMap<>();
        Stream.of(targets).forEach(target -> all.put(target, PLAIN));
        return Declaration.of(all);
    }

    /** Counts how often a partition of it is looked at. */
    private Declaration counted(Declaration of) {
        return new Declaration(
                new AbstractList<>() {
                    @Override
                    public Map<String, Bytes> get(int partition) {
                        looks++;
                        return of.partitions().get(partition);
                    }

                    @Override
                    public int size() {
                        return PartitionHash.PARTITIONS;
                    }
                },
                of.digest());
    }

    /** Other targets of the same partition. */
    private static Stream<String> neighbours() {
        return Stream.iterate(1, i -> i + 1)
                .map(i -> "web:" + i)
                .filter(target -> PartitionHash.partition(target) == PARTITION);
    }

    private static String neighbour() {
        return neighbours().findFirst().orElseThrow();
    }

    private void commit(String member, Declaration declaration) {
        long epoch = Objects.requireNonNull(state.member(member)).epoch();
        apply(new Command.Declare(fixture.time(), member, epoch, declaration.digest()));
    }

    /** Of this member, and the others if so. */
    private void declare(Declaration declaration, boolean byAll) {
        declared.declare(declaration);
        commit("a", declaration);
        if (byAll) {
            commit("b", declaration);
        }
    }

    private Command.@Nullable AddTargets nextAdded(long nanos) {
        return declared.nextAdded(state, fixture.time(), nanos, new Flight(nanos + EXPIRY));
    }

    private Command.AddTargets added(long nanos) {
        return Objects.requireNonNull(nextAdded(nanos), "targets to be added");
    }

    private Command.@Nullable RemoveTargets nextRemoved(long nanos) {
        return declared.nextRemoved(state, fixture.time(), nanos, new Flight(nanos + EXPIRY));
    }

    private Command.RemoveTargets removed(long nanos) {
        return Objects.requireNonNull(nextRemoved(nanos), "targets to be removed");
    }

    private static List<String> targets(Command.AddTargets add) {
        return add.targets().stream().map(Command.NewTarget::target).toList();
    }

    /** As the log would, and what follows for this member. Each command carries another time. */
    private Applied apply(Command command) {
        fixture.time(fixture.time() + 1);
        Applied applied = fixture.applied(command);
        declared.applied(applied);
        return applied;
    }

    private static Command add(Command.AddTargets like, String target) {
        return new Command.AddTargets(
                like.time() - 1, like.index(), List.of(new Command.NewTarget(target, Bytes.EMPTY)));
    }

    private void requireSettled(long nanos) {
        assertThat(nextAdded(nanos)).isNull();
        assertThat(nextRemoved(nanos)).isNull();
    }

    @Test
    void nothing_isProposedWithoutADeclarationThatIsCommitted() {
        requireSettled(0);
        declared.declare(list("web:1"));
        requireSettled(0);
        commit("b", list("web:2"));
        requireSettled(0);
    }

    @Test
    void targetsThatLack_areAddedAtOnceAndNoneIsRemovedWhileMembersDiffer() {
        declare(list("web:1", "web:2"), false);
        Command.AddTargets add = added(0);
        assertThat(targets(add)).containsExactlyInAnyOrder("web:1", "web:2");
        assertThat(nextRemoved(0))
                .as("of all, while another has declared nothing")
                .isNull();
        apply(add);
        requireSettled(0);

        commit("b", list("web:1"));
        requireSettled(0);
        commit("b", list("web:1", "web:2"));
        assertThat(removed(0).targets()).containsExactly(TARGET);
    }

    @Test
    void onlyTheFirstOfThoseThatAgree_proposes() {
        DeclaredTargets second = new DeclaredTargets("b");
        Declaration list = list("web:1");
        declared.declare(list);
        second.declare(list);
        commit("b", list);
        assertThat(nextAdded(0)).isNull();
        assertThat(second.nextAdded(state, 1, 0, new Flight(EXPIRY))).isNotNull();

        commit("a", list);
        assertThat(nextAdded(0)).isNotNull();
        assertThat(second.nextAdded(state, 1, 2 * EXPIRY, new Flight(EXPIRY))).isNull();
        assertThat(second.nextRemoved(state, 1, 2 * EXPIRY, new Flight(EXPIRY))).isNull();
    }

    @Test
    void otherSettings_areTakenOverOnceAllAgree() {
        Declaration list = Declaration.of(Map.of(TARGET, PLAIN.withRise(5)));
        declare(list, false);
        requireSettled(0);

        commit("b", list);
        assertThat(nextAdded(0)).isNull();
        Command.RemoveTargets remove = removed(0);
        assertThat(remove.targets()).containsExactly(TARGET);
        assertThat(nextAdded(0)).isNull();
        apply(remove);
        apply(added(0));
        assertThat(fixture.entry().settings()).isEqualTo(SettingsFormat.encode(PLAIN.withRise(5)));
        requireSettled(0);
    }

    @Test
    void whatIsOnItsWay_isNotProposedAgainUntilItIsLost() {
        declare(list(neighbour()), true);
        Command.AddTargets lost = added(0);
        requireSettled(EXPIRY - 1);
        // Of another member, in the same partition.
        apply(add(lost, neighbours().skip(1).findFirst().orElseThrow()));
        apply(new Command.RemoveTargets(lost.time() - 1, 0, List.of(TARGET)));
        requireSettled(EXPIRY - 1);

        assertThat(targets(added(EXPIRY))).containsExactly(neighbour());
        requireSettled(EXPIRY);
        apply(lost);
        assertThat(nextAdded(EXPIRY)).isNull();
    }

    @Test
    void whatASnapshotSkips_isLookedAtAnew() {
        declare(list(TARGET, neighbour(), "web:1"), true);
        Command.AddTargets add = added(0);
        fixture.accept(add);
        declared.restored();
        requireSettled(EXPIRY - 1);
        requireSettled(EXPIRY);

        fixture.remove(neighbour());
        declared.restored();
        assertThat(targets(added(EXPIRY))).containsExactly(neighbour());
    }

    @Test
    void targetThatIsAddedBesides_isRemovedAndOneThatIsRemoved_isAdded() {
        declare(list(TARGET), true);
        requireSettled(0);
        apply(new Command.AddTargets(0, state.index(), List.of(new Command.NewTarget("web:1", Bytes.EMPTY))));
        Command.RemoveTargets remove = removed(0);
        assertThat(remove.targets()).containsExactly("web:1");
        apply(remove);
        apply(new Command.RemoveTargets(0, state.index(), List.of(TARGET)));
        assertThat(targets(added(0))).containsExactly(TARGET);
    }

    @Test
    void removalThatMeetsAnotherDeclaration_hasNoEffect() {
        declare(list("web:1"), true);
        apply(added(0));
        Command.RemoveTargets remove = removed(0);
        commit("b", list(TARGET, "web:1"));
        apply(remove);
        assertThat(state.target(TARGET)).isNotNull();
        requireSettled(0);

        commit("b", list("web:1"));
        apply(removed(0));
        assertThat(state.target(TARGET)).isNull();
    }

    private void fill() {
        Partition partition = state.partition(PARTITION);
        TargetEntry entry = TargetEntry.added(Bytes.EMPTY, 1, 1);
        for (int i = 0; !partition.isFull(); i++) {
            partition.put("filler" + i, entry);
        }
    }

    @Test
    void targetWithoutRoom_isProposedAgainOnceThereIsRoomAndNotBefore() {
        declare(list(neighbour()), false);
        fill();
        assertThat(apply(added(0)).decisions()).containsExactly(Decision.refused(Refusal.FULL));
        assertThat(nextAdded(0)).isNull();
        assertThat(nextAdded(2 * EXPIRY)).isNull();

        apply(new Command.RemoveTargets(0, state.index(), List.of(TARGET)));
        apply(added(0));
        assertThat(state.target(neighbour())).isNotNull();
    }

    @Test
    void targetWithoutRoom_keepsNoneFromBeingRemoved() {
        declare(list(neighbour()), true);
        fill();
        apply(added(0));
        assertThat(nextAdded(0)).isNull();
        assertThat(removed(0).targets()).hasSize(Limits.ITEMS);
    }

    @Test
    void settledPartitions_areNotLookedAtAgain() {
        declare(counted(list(TARGET)), true);
        requireSettled(0);
        int before = looks;
        assertThat(before).isPositive();

        requireSettled(0);
        declared.declare(list(TARGET));
        apply(new Command.Join(fixture.time(), "c", "", 3, 1, state.epoch() - 1));
        apply(new Command.Join(fixture.time(), "c", "", 3, 1, state.epoch()));
        requireSettled(0);
        commit("c", list(TARGET));
        requireSettled(0);
        assertThat(looks).isEqualTo(before);

        fixture.remove(TARGET);
        declared.applied(apply(new Command.RemoveTargets(0, state.index(), List.of(TARGET))));
        assertThat(targets(added(0))).containsExactly(TARGET);
        assertThat(looks).isEqualTo(before + 1);
    }

    @Test
    void many_areAddedAndRemovedOnceEachByCommandsThatTheLogTakes() {
        int count = 100_000;
        String name = "a".repeat(200);
        Map<String, TargetSettings> all = new HashMap<>();
        for (int i = 0; i < count; i++) {
            all.put(name + i + ":443", PLAIN);
        }
        declare(Declaration.of(all), true);
        int added = 0;
        for (Command.AddTargets next = nextAdded(0); next != null; next = nextAdded(0)) {
            fixture.accept(next);
            declared.applied(fixture.applied(next));
            added += next.targets().size();
        }
        assertThat(added).isEqualTo(count);
        assertThat(state.targetCount()).isEqualTo(count + 1);

        declare(list(), true);
        int removed = 0;
        // There may be slices in which there is nothing to remove.
        for (int turn = 0; turn < 1_000 && state.targetCount() > 0; turn++) {
            Command.RemoveTargets next = nextRemoved(0);
            if (next != null) {
                removed += next.targets().size();
                apply(next);
            }
        }
        assertThat(removed).isEqualTo(count + 1);
        assertThat(state.targetCount()).isZero();
    }

    private Command.@Nullable Declare nextDeclaration(long nanos) {
        Member self = Objects.requireNonNull(state.member("a"));
        return declared.nextDeclaration(self, fixture.time(), nanos, new Flight(nanos + EXPIRY));
    }

    @Test
    void declaration_isProposedUntilItIsCommitted() {
        assertThat(nextDeclaration(0)).isNull();
        declared.declare(list("web:1"));
        Command.Declare first = Objects.requireNonNull(nextDeclaration(0));
        assertThat(nextDeclaration(EXPIRY - 1)).as("while one is on its way").isNull();
        assertThat(nextDeclaration(EXPIRY)).isEqualTo(first);

        declared.declare(list("web:2"));
        Command.Declare second = Objects.requireNonNull(nextDeclaration(EXPIRY));
        assertThat(second.digest()).isNotEqualTo(first.digest());
        apply(first);
        assertThat(nextDeclaration(EXPIRY)).isNull();
        apply(second);
        assertThat(nextDeclaration(3 * EXPIRY)).isNull();
    }

    @Test
    void declaration_isProposedAtOnceAfterJoiningAnew() {
        declared.declare(list("web:1"));
        Command.Declare late = Objects.requireNonNull(nextDeclaration(0));
        fixture.join("a", 77);
        Command.Declare again = Objects.requireNonNull(nextDeclaration(0));
        assertThat(fixture.decision(late)).isEqualTo(Decision.refused(Refusal.JOINED_ANEW));
        fixture.accept(again);
        assertThat(nextDeclaration(3 * EXPIRY)).isNull();
    }
}
