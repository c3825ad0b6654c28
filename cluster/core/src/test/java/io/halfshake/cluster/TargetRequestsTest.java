package io.halfshake.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TargetRequestsTest {
    private static final long SECOND = 1_000_000_000;

    private final StateFixture fixture = StateFixture.of("a", "b");
    private final ClusterState state = fixture.state();
    private final TargetRequests requests = new TargetRequests(Duration.ofSeconds(10));

    private CompletableFuture<Boolean> add(String target) {
        return requests.submit(target, Bytes.EMPTY, 0);
    }

    private CompletableFuture<Boolean> remove(String target) {
        return requests.submit(target, null, 0);
    }

    private List<Command> next() {
        return next(new Flight(SECOND));
    }

    private List<Command> next(Flight flight) {
        return Stream.of(
                        requests.nextAdded(state, fixture.time(), 0, flight),
                        requests.nextRemoved(state, fixture.time(), 0, flight))
                .filter(Objects::nonNull)
                .map(Command.class::cast)
                .toList();
    }

    /** As the log would, and what follows for this member. */
    private void apply(Command command) {
        requests.applied(fixture.applied(command));
        requests.takeEndings().forEach(Runnable::run);
    }

    @Test
    void request_isProposedOnceAndEndsWithItsDecision() {
        CompletableFuture<Boolean> added = add("web:443");
        CompletableFuture<Boolean> again = add(StateFixture.TARGET);
        List<Command> commands = next();
        assertThat(commands).hasSize(1);
        assertThat(next()).isEmpty();

        apply(commands.get(0));
        assertThat(added.join()).isTrue();
        assertThat(again.join()).isFalse();
        assertThat(state.target("web:443")).isNotNull();
        assertThat(next()).isEmpty();
    }

    @Test
    void requestsOfOneTarget_areDecidedInTheirOrder() {
        CompletableFuture<Boolean> added = add("web:443");
        CompletableFuture<Boolean> removed = remove("web:443");
        CompletableFuture<Boolean> gone = remove("web:443");
        for (int i = 0; i < 3; i++) {
            List<Command> commands = next();
            assertThat(commands).hasSize(1);
            apply(commands.get(0));
        }
        assertThat(added.join()).isTrue();
        assertThat(removed.join()).isTrue();
        assertThat(gone.join()).isFalse();
    }

    @Test
    void requestThatMeetsAnotherChange_isProposedAgainWithANewerState() {
        CompletableFuture<Boolean> added = add("web:443");
        Command stale = next().get(0);
        fixture.add("web:443");
        fixture.remove("web:443");
        apply(stale);
        assertThat(added).isNotDone();

        apply(next().get(0));
        assertThat(added.join()).isTrue();
    }

    /** The target was added on another member, and this one does not know of it yet. */
    @Test
    void removal_isNotDecidedByAnOlderOneOfAnotherMember() {
        Command older = new Command.RemoveTargets(fixture.time() - 1, state.index(), List.of("web:443"));
        CompletableFuture<Boolean> removed = remove("web:443");
        Command proposed = next().get(0);
        apply(older);
        assertThat(removed).isNotDone();
        fixture.add("web:443");

        apply(proposed);
        assertThat(removed).as("planned before the target was added").isNotDone();
        apply(next().get(0));
        assertThat(removed.join()).isTrue();
        assertThat(state.target("web:443")).isNull();
    }

    /** As one that is late: at the time of the request the target is there, and another member knows. */
    @Test
    void addition_isNotDecidedByAnOlderOneOfAnotherMember() {
        Command older = new Command.AddTargets(
                fixture.time() - 1, state.index(), List.of(new Command.NewTarget(StateFixture.TARGET, Bytes.EMPTY)));
        CompletableFuture<Boolean> added = add(StateFixture.TARGET);
        apply(older);
        assertThat(added).isNotDone();
        fixture.remove(StateFixture.TARGET);

        for (List<Command> commands = next(); !commands.isEmpty(); commands = next()) {
            apply(commands.get(0));
        }
        assertThat(added.join()).isTrue();
        assertThat(state.target(StateFixture.TARGET)).isNotNull();
    }

    @Test
    void copyOfAProposalThatWasTakenForLost_isADecision() {
        CompletableFuture<Boolean> added = add("web:443");
        Command first = next(new Flight(0)).get(0);
        fixture.time(fixture.time() + 1);
        assertThat(next()).hasSize(1);
        apply(first);
        assertThat(added.join()).isTrue();
    }

    @Test
    void lostProposal_isMadeAgain() {
        CompletableFuture<Boolean> added = add("web:443");
        assertThat(next(new Flight(0))).hasSize(1);
        Command again = next().get(0);
        apply(again);
        apply(again);
        assertThat(added.join()).isTrue();
    }

    @Test
    void requestWithoutADecision_failsInTime() {
        CompletableFuture<Boolean> added = add("web:443");
        CompletableFuture<Boolean> removed = remove("web:443");
        requests.expire(10 * SECOND - 1);
        assertThat(requests.takeEndings()).isEmpty();
        requests.expire(10 * SECOND);
        requests.takeEndings().forEach(Runnable::run);

        assertThatThrownBy(added::join)
                .hasCauseInstanceOf(TimeoutException.class)
                .hasMessageEndingWith("add web:443: the cluster has not decided within PT10S");
        assertThatThrownBy(removed::join)
                .hasMessageEndingWith("remove web:443: the cluster has not decided within PT10S");
        assertThat(next()).isEmpty();
    }

    @Test
    void closing_failsAll() {
        CompletableFuture<Boolean> added = add("web:443");
        requests.close();
        requests.takeEndings().forEach(Runnable::run);
        assertThatThrownBy(added::join).hasMessageEndingWith("add web:443: the member was closed");
    }

    @Test
    void many_areSplitIntoCommandsThatTheLogTakes() {
        int count = 10_000;
        String name = "a".repeat(200);
        for (int i = 0; i < count; i++) {
            CompletableFuture<Boolean> unused = add(name + i + ":443");
        }
        int added = 0;
        for (List<Command> commands = next(); !commands.isEmpty(); commands = next()) {
            for (Command command : commands) {
                byte[] encoded = CommandFormat.encode(command);
                assertThat(encoded).isNotEmpty();
                added += ((Command.AddTargets) command).targets().size();
            }
        }
        assertThat(added).isEqualTo(count);
    }
}
