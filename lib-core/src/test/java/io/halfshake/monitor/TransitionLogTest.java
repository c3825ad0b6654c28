package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Logged;
import io.halfshake.UnknownReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(Logged.LOCK)
class TransitionLogTest {
    private static ScriptedMonitor logging() {
        return ScriptedMonitor.create(builder -> builder.listener(MonitorListener.logging()));
    }

    @Test
    void transitions_areLoggedWithTheirEvidenceAndBounds() throws Exception {
        ScriptedMonitor rig = logging();
        rig.watch("db:1").up(Duration.ofMillis(2)).refused().times(3).up(Duration.ofMillis(3));
        try (Logged logged = new Logged()) {
            rig.advance(Duration.ofMinutes(1));

            // Refused at 5, 6 and 7 s, up at 12 and 13 s.
            assertThat(logged.lines)
                    .containsExactly(
                            "INFO UP: db:1 (192.0.2.1:80) is up: answered in 2.00 ms",
                            "WARNING DOWN, was UP: db:1 (192.0.2.1:80) is down: refused (RST) after 0 us;"
                                    + " changed between 2000-01-01T00:00:00Z and 2000-01-01T00:00:05Z",
                            "INFO UP, was DOWN: db:1 (192.0.2.1:80) is up: answered in 3.00 ms;"
                                    + " changed between 2000-01-01T00:00:07Z and 2000-01-01T00:00:12.003Z");
        }
    }

    @Test
    void targetDownFromTheFirst_isAWarningWithoutBounds() throws Exception {
        ScriptedMonitor rig = logging();
        rig.watch("db:1").timesOut();
        try (Logged logged = new Logged()) {
            rig.advance(Duration.ofMinutes(1));

            assertThat(logged.lines)
                    .containsExactly("WARNING DOWN: db:1 (192.0.2.1:80) is down: timed out after 1.00 s");
        }
    }

    @Test
    void nameOfATarget_isBeforeIt() throws Exception {
        Map<String, String> names = Map.of("db:1", "orders");
        ScriptedMonitor rig = ScriptedMonitor.create(
                builder -> builder.listener(MonitorListener.logging(target -> names.getOrDefault(target, target))));
        rig.watch("db:1").up(Duration.ofMillis(2)).refused();
        rig.watch("db:2").refused();
        try (Logged logged = new Logged()) {
            rig.advance(Duration.ofMinutes(1));

            assertThat(logged.lines)
                    .containsExactlyInAnyOrder(
                            "INFO UP: orders, db:1 (192.0.2.1:80) is up: answered in 2.00 ms",
                            "WARNING DOWN: db:2 (192.0.2.1:80) is down: refused (RST) after 0 us",
                            "WARNING DOWN, was UP: orders, db:1 (192.0.2.1:80) is down: refused (RST) after 0 us;"
                                    + " changed between 2000-01-01T00:00:00Z and 2000-01-01T00:00:05Z");
        }
    }

    @Test
    void unknownResults_areNotLogged() throws Exception {
        ScriptedMonitor rig = logging();
        rig.watch("db:1").unknown(UnknownReason.NO_DESCRIPTORS);
        try (Logged logged = Logged.debug()) {
            rig.advance(Duration.ofMinutes(1));

            assertThat(logged.lines).isEmpty();
        }
    }

    @Test
    void logging_wantsNoResults() {
        assertThat(ListenerDispatcher.overrides(MonitorListener.logging(), "onResult", TargetResult.class))
                .isFalse();
    }

    @Test
    void logThatThrows_losesNoTransitionOfOtherListenersOrLater() throws Exception {
        ScriptedMonitor rig = logging();
        rig.watch("db:1").up().refused().times(3).up();
        try (Logged logged = Logged.throwing()) {
            rig.advance(Duration.ofMinutes(1));

            assertThat(rig.transitions()).hasSize(3);
            assertThat(logged.texts)
                    .filteredOn(text -> text.startsWith("UP") || text.startsWith("DOWN"))
                    .hasSize(3);
        }
        assertThat(rig.monitor().stats().failedListeners()).isEqualTo(3);
    }

    @Test
    void describe_tellsTargetsIntervalsAndEngine() {
        ScriptedMonitor rig = ScriptedMonitor.create();
        assertThat(rig.monitor().describe()).isEqualTo("0 targets, interval PT5S, engine fake");

        rig.watch("db:1").up();
        assertThat(rig.monitor().describe()).isEqualTo("1 target, interval PT5S, engine fake");

        rig.monitor().add("db:2", TargetSettings.inherited().withInterval(Duration.ofMinutes(1)));
        assertThat(rig.monitor().describe()).isEqualTo("2 targets, intervals PT5S to PT1M, engine fake");
    }

    @Test
    void describe_tellsTheQuorumOfWitnesses() {
        ScriptedMonitor rig = ScriptedMonitor.create(builder -> builder.witnesses(List.of("gateway:53", "dns:53"), 1));

        assertThat(rig.monitor().describe())
                .isEqualTo("0 targets, interval PT5S, engine fake, quorum 1 of 2 witnesses");
    }

    @Test
    void toString_countsTheTargetsAndSaysWhetherItIsClosed() {
        ScriptedMonitor rig = ScriptedMonitor.create();
        rig.watch("db:1").up();
        rig.watch("db:2").refused();
        rig.watch("db:3").unknown(UnknownReason.NO_DESCRIPTORS);
        rig.advance(Duration.ofSeconds(6));

        assertThat(rig.monitor()).hasToString("Monitor[3 targets, 1 up, 1 down, interval PT5S, open]");
        rig.monitor().close();
        assertThat(rig.monitor()).hasToString("Monitor[3 targets, 1 up, 1 down, interval PT5S, closed]");
        Monitor slow = Monitor.builder(new MonitorTestChecker((target, timeout) -> new CompletableFuture<>()))
                .interval(Duration.ofMinutes(1))
                .build();
        slow.close();
        assertThat(slow).hasToString("Monitor[0 targets, 0 up, 0 down, interval PT1M, closed]");
    }
}
