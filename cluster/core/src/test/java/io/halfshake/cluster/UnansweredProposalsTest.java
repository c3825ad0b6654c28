package io.halfshake.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cluster.ScriptedLog.Fate;
import io.halfshake.monitor.TargetSettings;
import io.halfshake.monitor.TargetState;
import io.halfshake.testing.FakeChecker;
import io.halfshake.testing.FakeScript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A member whose log does not answer, or refuses. */
class UnansweredProposalsTest {
    private static final List<String> TARGETS =
            IntStream.range(0, 20).mapToObj(i -> "10.0.0." + i + ":443").toList();

    private final FakeChecker checker = FakeChecker.create();
    private final ScriptedLog log = new ScriptedLog("a");
    private final List<ClusterChange> announced = new ArrayList<>();
    private final ClusterMonitor monitor = monitor();

    private ClusterMonitor monitor() {
        ProcessTime time = new ProcessTime(checker.time(), Duration.ZERO);
        ClusterMonitorBuilder builder = ClusterMonitor.builder(checker, log)
                .member("a")
                .settings(TargetSettings.inherited()
                        .withInterval(Duration.ofSeconds(1))
                        .withTimeout(Duration.ofMillis(500))
                        .withJitter(0))
                .listener(announced::add);
        builder.time = time;
        builder.callbacks = time;
        builder.incarnation = 1;
        return builder.build();
    }

    @BeforeEach
    void watch() {
        script(FakeScript::up);
        TARGETS.forEach(monitor::add);
        advance(10);
        assertThat(announced).hasSize(TARGETS.size());
        announced.clear();
        log.takeProposed();
    }

    @AfterEach
    void close() {
        monitor.close();
        checker.close();
    }

    private void script(UnaryOperator<FakeScript> answer) {
        for (String target : TARGETS) {
            FakeScript unused = answer.apply(checker.on(target));
        }
    }

    private void advance(int seconds) {
        checker.time().advance(Duration.ofSeconds(seconds));
    }

    private static long count(List<Command> commands, Class<? extends Command> kind) {
        return commands.stream().filter(kind::isInstance).count();
    }

    @Test
    void logThatNeverAnswers_isGivenFewCommandsAndIsNotGivenUp() {
        log.fate(Fate.SILENT);
        script(FakeScript::refused);
        CompletableFuture<Boolean> added = monitor.add("10.0.1.1:443").toCompletableFuture();
        advance(60);

        List<Command> proposed = log.takeProposed();
        assertThat(count(proposed, Command.ReportChanges.class)).isBetween(10L, 20L);
        assertThat(count(proposed, Command.AllWell.class) + count(proposed, Command.Announced.class))
                .isBetween(10L, 20L);
        assertThat(count(proposed, Command.AddTargets.class)).isBetween(1L, 4L);
        assertThat(added).isCompletedExceptionally();
        assertThat(monitor.status().noQuorumSince()).isNotNull();

        log.fate(Fate.ACCEPTED);
        advance(6);
        assertThat(announced)
                .hasSize(TARGETS.size())
                .allSatisfy(change -> assertThat(change.to()).isEqualTo(TargetState.DOWN));
        assertThat(monitor.status().noQuorumSince()).isNull();
    }

    @Test
    void changeThatIsOnItsWay_isNotProposedAgain() {
        log.fate(Fate.SILENT);
        script(FakeScript::refused);
        checker.time().advance(Duration.ofMillis(2_500));
        List<Command> proposed = log.takeProposed();
        assertThat(count(proposed, Command.ReportChanges.class)).isBetween(1L, 4L);
        assertThat(targetsOf(proposed)).doesNotHaveDuplicates();
    }

    private static List<String> targetsOf(List<Command> commands) {
        return commands.stream()
                .filter(Command.ReportChanges.class::isInstance)
                .flatMap(command -> ((Command.ReportChanges) command).changes().stream())
                .map(Command.Change::target)
                .toList();
    }

    @Test
    void failedProposal_isSoonRepeated() {
        log.fate(Fate.FAILED);
        script(FakeScript::refused);
        List<String> found = List.of();
        while (found.isEmpty()) {
            checker.time().advance(Duration.ofMillis(10));
            found = targetsOf(log.takeProposed());
        }
        log.fate(Fate.ACCEPTED);
        checker.time().advance(Duration.ofMillis(500));
        assertThat(announced).extracting(ClusterChange::target).containsAll(found);
    }

    @Test
    void logThatAlwaysFails_isGivenFewCommands() {
        log.fate(Fate.FAILED);
        script(FakeScript::refused);
        advance(60);
        List<Command> proposed = log.takeProposed();
        assertThat(count(proposed, Command.ReportChanges.class)).isBetween(20L, 35L);
        assertThat(count(proposed, Command.AllWell.class) + count(proposed, Command.Announced.class))
                .isBetween(20L, 35L);
    }
}
