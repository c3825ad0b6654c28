package io.halfshake.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.halfshake.monitor.TargetCheckpoint;
import io.halfshake.monitor.TargetSettings;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TargetStatus;
import io.halfshake.server.store.StoreConfig.Location;
import io.halfshake.testing.TestMonitor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The history of a monitor in a real file, over a restart. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class HistoryIT {
    private static final Duration WAIT = Duration.ofMinutes(1);

    /** Near the monitors' time: what is old is deleted. */
    private static final Instant NOW = Instant.parse("2000-01-01T00:10:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private History history() {
        return new History(Stores.config(new Location.File(directory.resolve("history"))), InstantSource.fixed(NOW));
    }

    /** The monitor's clock is its own; all of its outages are asked for. */
    private static List<StoredOutage> outages(History history) {
        return history.outages("db:1", Instant.parse("2100-01-01T00:00:00Z"), 10)
                .join();
    }

    @Test
    void restart_continuesTheOutage() {
        TargetCheckpoint checkpoint;
        try (History history = history();
                TestMonitor before = TestMonitor.create(
                        builder -> builder.startSpread(Duration.ZERO).listener(history.listener()))) {
            assertThat(history.start(WAIT)).isEmpty();
            history.attach(before.monitor(), Set.of());
            before.watch("db:1").up().times(3).refused();
            before.advance(Duration.ofMinutes(1));
            checkpoint = Objects.requireNonNull(before.monitor().checkpoint("db:1"));
            assertThat(checkpoint.state()).isEqualTo(TargetState.DOWN);
        }
        try (History history = history();
                TestMonitor after = TestMonitor.create(
                        builder -> builder.startSpread(Duration.ZERO).listener(history.listener()))) {
            Map<String, TargetCheckpoint> found = history.start(WAIT);
            TargetCheckpoint adopted = Objects.requireNonNull(found.get("db:1"));
            assertThat(adopted.outage()).isNotNull();
            assertThat(adopted.since()).isEqualTo(Micros.instant(Micros.of(checkpoint.since())));
            history.attach(after.monitor(), found.keySet());
            after.checker().on("db:1").up();
            after.monitor().adopt(adopted, TargetSettings.inherited());
            TargetStatus status = after.status("db:1");
            assertThat(status.state()).isEqualTo(TargetState.DOWN);
            after.advance(Duration.ofMinutes(1));
        }
        try (History history = history()) {
            Map<String, TargetCheckpoint> found = history.start(WAIT);
            assertThat(Objects.requireNonNull(found.get("db:1")).state()).isEqualTo(TargetState.UP);
            assertThat(outages(history)).singleElement().satisfies(outage -> {
                assertThat(outage.ending()).isEqualTo(StoredOutage.Ending.SEEN);
                assertThat(outage.unobserved()).isNotNull();
            });
            CompletableFuture<Map<String, List<MinuteSummary>>> minutes =
                    history.minutes(List.of("db:1"), NOW.minusSeconds(600), NOW.plusSeconds(120));
            assertThat(minutes.join())
                    .hasEntrySatisfying("db:1", all -> assertThat(all).isNotEmpty());
            assertThat(history.unobserved("db:1", Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"))
                            .join())
                    .isNotEmpty();
        }
    }

    @Test
    void lockedFile_delaysTheStartOnlyAndIsWrittenOnceItIsFree() throws Exception {
        String file = directory.resolve("history").toString();
        try (StoreProcess other = new StoreProcess(directory, List.of(), "write", file, "0")) {
            String unused = other.next();
            try (History locked = history()) {
                assertThat(locked.start(Duration.ofSeconds(1))).isEmpty();
                while (locked.health().state() != StoreHealth.State.FAILING) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
                List<String> unusedLines = other.kill();
                while (locked.health().state() != StoreHealth.State.WRITING) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            }
        }
    }

    @Test
    void secondStart_isMisuse() {
        try (History history = history()) {
            assertThat(history.start(WAIT)).isEmpty();
            assertThatIllegalStateException()
                    .isThrownBy(() -> history.start(WAIT))
                    .withMessage("history: started already");
        }
    }
}
