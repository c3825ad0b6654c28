package io.halfshake.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableKeeperTest {
    private static final long STABLE = 500;

    private final StateFixture fixture = StateFixture.of("a", "b");
    private final TableKeeper keeper = new TableKeeper(64, STABLE);
    private long nanos = -3;

    private List<Command> next(String... view) {
        return keeper.next(fixture.state(), Set.of(view), nanos, fixture.time());
    }

    private List<Command> nextOfStableView(String... view) {
        assertThat(next(view)).as("of a view that is new").isEmpty();
        nanos += STABLE;
        return next(view);
    }

    @Test
    void equalShares_areLeftAlone() {
        assertThat(nextOfStableView("a", "b")).isEmpty();
    }

    @Test
    void memberThatIsNotSeen_isRemovedOnceTheViewHasLasted() {
        assertThat(next("a", "b")).isEmpty();
        assertThat(next("a")).isEmpty();
        nanos += STABLE - 1;
        assertThat(next("a")).isEmpty();
        nanos += 1;
        assertThat(next("a")).singleElement().isInstanceOfSatisfying(Command.Leave.class, leave -> {
            assertThat(leave.member()).isEqualTo("b");
            assertThat(leave.drained()).isFalse();
        });
    }

    @Test
    void memberThatHasJustJoined_isGivenTimeToBeSeen() {
        assertThat(nextOfStableView("a", "b")).isEmpty();
        fixture.join("c", 3);
        assertThat(next("a", "b")).noneMatch(Command.Leave.class::isInstance);
        nanos += TableKeeper.JOINING - 1;
        assertThat(next("a", "b")).noneMatch(Command.Leave.class::isInstance);
        nanos += 1;
        assertThat(next("a", "b")).singleElement().isInstanceOf(Command.Leave.class);
    }

    /** Otherwise it would be given the time of one that has just joined. */
    @Test
    void memberThatIsNotSeen_isNotKeptByWhatItDeclaredBefore() {
        assertThat(next("a", "b")).isEmpty();
        long epoch = Objects.requireNonNull(fixture.state().member("b")).epoch();
        fixture.accept(new Command.Declare(fixture.time(), "b", epoch, Bytes.copyOf(new byte[] {7})));
        assertThat(next("a")).isEmpty();
        nanos += STABLE - 1;
        fixture.accept(new Command.Declare(fixture.time(), "b", epoch, Bytes.copyOf(new byte[] {8})));
        assertThat(next("a")).isEmpty();
        nanos += 1;
        assertThat(next("a")).singleElement().isInstanceOf(Command.Leave.class);
    }

    @Test
    void viewThatChanges_hasToLastAnew() {
        assertThat(next("a")).isEmpty();
        nanos += STABLE - 1;
        assertThat(next("a", "b")).isEmpty();
        nanos += STABLE - 1;
        assertThat(next("a")).isEmpty();
    }

    @Test
    void partitionsOfAMemberThatIsGone_moveAtOnce() {
        assertThat(next("a", "b")).isEmpty();
        fixture.accept(nextOfStableView("a").get(0));
        assertThat(next("a"))
                .singleElement()
                .isInstanceOfSatisfying(
                        Command.Assign.class,
                        assign -> assertThat(assign.moves()).hasSize(PartitionHash.PARTITIONS / 2));
    }

    @Test
    void memberThatDrains_leavesOnceItOwnsNothing() {
        Member b = Objects.requireNonNull(fixture.state().member("b"));
        fixture.accept(new Command.Drain(fixture.time(), "b", b.epoch()));
        assertThat(next("a", "b")).isEmpty();
        nanos += STABLE;
        int steps = 0;
        for (List<Command> next = next("a", "b"); next.get(0) instanceof Command.Assign assign; next = next("a", "b")) {
            assertThat(assign.moves()).hasSizeLessThanOrEqualTo(64);
            fixture.accept(assign);
            steps++;
        }
        assertThat(steps).isEqualTo(PartitionHash.PARTITIONS / 2 / 64);
        assertThat(next("a", "b")).singleElement().isInstanceOfSatisfying(Command.Leave.class, leave -> {
            assertThat(leave.member()).isEqualTo("b");
            assertThat(leave.drained()).isTrue();
        });
    }
}
