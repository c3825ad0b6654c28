package io.halfshake.cluster;

import static io.halfshake.cluster.StateFixture.FOUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.TargetSettings;
import io.halfshake.monitor.TargetState;
import io.halfshake.testing.FakeChecker;
import io.halfshake.testing.FakeScript;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With {@link Confirmation}, of the only member of a cluster. */
class OwnTargetsTest {
    /** In more than one slice, and in all partitions. */
    private static final int MANY = 3_500;

    /** A queue for which there may be no memory. */
    private final class Events extends ConcurrentLinkedQueue<OwnTargets.Event> {
        private static final long serialVersionUID = 1;

        @Override
        public boolean add(OwnTargets.Event event) {
            if (isWithoutMemory) {
                throw new OutOfMemoryError("of the test");
            }
            return super.add(event);
        }
    }

    private final StateFixture fixture = StateFixture.of("a");
    private final ClusterState state = fixture.state();
    private final FakeChecker checker = FakeChecker.create();
    private final ProcessTime time = new ProcessTime(checker.time(), Duration.ZERO);
    private final Proposals proposals = new Proposals("a");
    private boolean isWithoutMemory;
    private final OwnTargets targets = new OwnTargets("a", 1, proposals, () -> {}, new Events());
    private final Confirmation confirmation = new Confirmation("a", targets);
    private final ClusterTime clock = new ClusterTime(time.nanoTime());
    private final Monitor monitor = Monitor.builder(checker)
            .settings(TargetSettings.inherited()
                    .withInterval(Duration.ofSeconds(1))
                    .withTimeout(Duration.ofMillis(500))
                    .withJitter(0))
            .time(time)
            .callbackExecutor(time)
            .listener(targets)
            .build();

    @BeforeEach
    void up() {
        FakeScript unused = checker.otherwise().up();
        fixture.remove(StateFixture.TARGET);
    }

    @AfterEach
    void close() {
        monitor.close();
        checker.close();
    }

    private void apply(Command command) {
        long epoch = state.epoch();
        Applied applied = fixture.applied(command);
        proposals.applied(applied);
        targets.applied(applied, state.epoch() != epoch);
    }

    /** That are committed as up. */
    private List<String> add(int count) {
        List<String> names = IntStream.range(0, count)
                .mapToObj(i -> "10.0." + i / 250 + "." + i % 250 + ":443")
                .toList();
        apply(new Command.AddTargets(
                fixture.time(),
                state.index(),
                names.stream()
                        .map(name -> new Command.NewTarget(name, Bytes.EMPTY))
                        .toList()));
        apply(new Command.ReportChanges(
                fixture.time(),
                "a",
                names.stream()
                        .map(name -> new Command.Change(
                                name,
                                TargetState.UNKNOWN,
                                TargetState.UP,
                                entry(name).sequence(),
                                state.partitionOf(name).epoch(),
                                FOUND))
                        .toList()));
        return names;
    }

    private TargetEntry entry(String target) {
        return Objects.requireNonNull(state.target(target), target);
    }

    private void follow() {
        targets.takeEvents(state, time.nanoTime());
        targets.follow(state, monitor, WallTime.read(time, clock));
    }

    private void followAll() {
        do {
            follow();
        } while (targets.isBehind());
    }

    private void advance(int millis) {
        checker.time().advance(Duration.ofMillis(millis));
    }

    private boolean confirm() {
        return confirmation.advance(state, monitor, time.nanoTime());
    }

    private void confirmAll() {
        boolean isOver = confirm();
        while (!isOver) {
            assertThat(confirmation.isBehind()).isTrue();
            isOver = confirm();
        }
    }

    /** What the member would do in the time given. */
    private void run(int seconds) {
        for (int i = 0; i < 10 * seconds; i++) {
            advance(100);
            follow();
            boolean isOver = confirm();
            report();
            if (isOver) {
                confirmation.end();
            }
        }
    }

    private void report() {
        List<Command.Change> changes =
                proposals.next(state, time.nanoTime(), Limits.ITEMS, new Flight(time.nanoTime()));
        apply(new Command.ReportChanges(fixture.time(), "a", changes));
    }

    @Test
    void newTargets_areTakenOnSomeAtATime() {
        add(MANY);
        follow();
        assertThat(targets.count()).isEqualTo(OwnTargets.SLICE);
        assertThat(targets.isBehind()).isTrue();
        assertThat(confirm()).as("not before all are watched").isFalse();
        followAll();
        assertThat(targets.count()).isEqualTo(MANY);
    }

    @Test
    void targetsOfANewTable_areTakenOnAndReleasedSomeAtATime() {
        fixture.join("b", 2);
        fixture.assign("b");
        add(MANY);
        followAll();
        assertThat(targets.count()).isZero();

        fixture.assign("a");
        targets.applied(new Applied(new Command.Assign(0, 0, List.of()), List.of()), true);
        follow();
        assertThat(targets.count()).isBetween(1, OwnTargets.SLICE);
        followAll();
        assertThat(targets.count()).isEqualTo(MANY);

        fixture.assign("b");
        targets.applied(new Applied(new Command.Assign(0, 0, List.of()), List.of()), true);
        follow();
        assertThat(targets.count()).isBetween(MANY - OwnTargets.SLICE, MANY - 1);
        followAll();
        assertThat(targets.count()).isZero();
    }

    @Test
    void confirmation_looksAtSomeTargetsAtATime() {
        add(MANY);
        followAll();
        advance(5_000);
        followAll();
        int steps = 1;
        while (!confirm()) {
            assertThat(confirmation.isBehind()).isTrue();
            steps++;
        }
        assertThat(steps).isEqualTo(4);
        assertThat(confirmation.asOf()).isBetween(time.nanoTime() - 1_000_000_000, time.nanoTime());
    }

    @Test
    void confirmationOfWhatWaits_isOfBeforeTheChange() {
        String target = add(1).get(0);
        followAll();
        advance(5_000);
        long before = time.nanoTime();
        FakeScript unused = checker.on(target).refused();
        advance(3_000);
        assertThat(confirm()).as("before the event is taken").isFalse();
        assertThat(confirmation.isBehind()).isFalse();
        followAll();
        confirmAll();
        assertThat(proposals.isWaiting(state, target)).isTrue();
        assertThat(confirmation.asOf()).isBetween(before - 1_000_000_000, before);
    }

    @Test
    void confirmation_isOfTheTableWithWhichItBegan() {
        add(MANY);
        followAll();
        advance(5_000);
        followAll();
        assertThat(confirm()).isFalse();
        long epoch = state.epoch();
        fixture.join("b", 2);
        confirmAll();
        assertThat(confirmation.epoch()).isEqualTo(epoch).isLessThan(state.epoch());
    }

    @Test
    void confirmationThatWaitsForATarget_beginsAnewAfterAWhile() {
        String target = add(1).get(0);
        followAll();
        advance(5_000);
        FakeScript unused = checker.on(target).refused();
        advance(3_000);
        assertThat(confirm()).isFalse();
        unused = checker.on(target).up();
        advance(10_000);
        followAll();
        report();
        report();
        followAll();
        long before = time.nanoTime();
        confirmAll();
        assertThat(confirmation.asOf()).isBetween(before - 1_000_000_000, before);
    }

    @Test
    void targetThatCannotBeChecked_holdsUpTheConfirmationOnceItHasAState() {
        add(1);
        fixture.add("no port");
        targets.applied(new Applied(new Command.Assign(0, 0, List.of()), List.of()), true);
        targets.restored();
        followAll();
        advance(5_000);
        followAll();
        confirmAll();
        confirmation.end();
        fixture.accept(fixture.report(
                "a",
                new Command.Change(
                        "no port",
                        TargetState.UNKNOWN,
                        TargetState.UP,
                        entry("no port").sequence(),
                        state.partitionOf("no port").epoch(),
                        FOUND)));
        assertThat(confirm()).isFalse();
        assertThat(confirmation.isBehind()).isFalse();
    }

    @Test
    void transitionThatWasLostForWantOfMemory_isFoundAgain() {
        String target = add(1).get(0);
        followAll();
        advance(5_000);
        isWithoutMemory = true;
        FakeScript unused = checker.on(target).refused();
        advance(3_000);
        isWithoutMemory = false;
        run(10);
        assertThat(entry(target).state()).isEqualTo(TargetState.DOWN);
        assertThat(confirm()).isTrue();
    }

    @Test
    void removalThatWasLostForWantOfMemory_hidesNoLaterTransition() {
        String target = add(1).get(0);
        followAll();
        advance(5_000);
        isWithoutMemory = true;
        fixture.join("b", 2);
        fixture.assign("b");
        targets.applied(new Applied(new Command.Assign(0, 0, List.of()), List.of()), true);
        followAll();
        advance(100);
        isWithoutMemory = false;
        fixture.assign("a");
        targets.applied(new Applied(new Command.Assign(0, 0, List.of()), List.of()), true);
        run(5);
        FakeScript unused = checker.on(target).refused();
        run(5);
        assertThat(entry(target).state()).isEqualTo(TargetState.DOWN);
    }

    /** By a wall clock that is at its least, what is longer ago than a target's last change cannot be dated. */
    @Test
    void targetThatCannotBeTakenOn_keepsNoneFromTheOthersAndIsTriedAgain() {
        fixture.add("10.0.0.1:443");
        fixture.time(fixture.time() + 1_000);
        fixture.add("10.0.0.2:443");
        targets.restored();
        long present = entry("10.0.0.2:443").since();
        targets.follow(state, monitor, new WallTime(Instant.MIN, time.nanoTime(), present));
        assertThat(targets.count()).isEqualTo(1);
        assertThat(targets.isFollowed()).isTrue();

        advance(9_900);
        followAll();
        assertThat(targets.count()).isEqualTo(1);
        advance(100);
        followAll();
        assertThat(targets.count()).isEqualTo(2);
    }

    @Test
    void listener_showsThatThereIsNoMemory() {
        isWithoutMemory = true;
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> targets.onRemoved("db:1"));
        assertThat(targets.isBehind()).isTrue();
    }
}
