package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class JsonTest {
    private final HandTime time = new HandTime();
    private final Monitor monitor = Monitor.builder(new MonitorTestChecker(
                    (target, timeout) -> CompletableFuture.completedFuture(MonitorSamples.unknown(target, null, null))))
            .time(time)
            .build();

    private String json(String target) {
        monitor.add(target);
        TargetStatus status = monitor.status(target);
        return status == null ? "" : status.toJson();
    }

    @Test
    void quotesAndBackslashesAreEscaped() {
        assertThat(json("a\"b\\c:80")).startsWith("{\"target\":\"a\\\"b\\\\c:80\",\"state\":\"unknown\"");
    }

    @Test
    void halfASurrogatePairIsEscapedAndAWholeOneIsNot() {
        assertThat(json("a\ud83db:80")).startsWith("{\"target\":\"a\\ud83db:80\"");
        assertThat(json("\ude00:80")).startsWith("{\"target\":\"\\ude00:80\"");
        assertThat(json("\ud83d\ude00:80")).startsWith("{\"target\":\"\ud83d\ude00:80\"");
    }

    @Test
    void whatIsNoNumberIsNull() {
        assertThat(json("db:80"))
                .contains("\"loss\":null", "\"lower\":null", "\"observedFrom\":null", "\"last\":null", "\"p50\":null");
    }

    @Test
    void aSnapshotTellsWhatTheMonitorDidNotDo() {
        monitor.add("db:80");
        time.pass(Duration.ofMillis(1));

        assertThat(monitor.snapshot().toJson())
                .contains("\"skipped\":0", "\"inFlight\":0", "\"failedListeners\":0", "\"droppedTransitions\":0");
    }
}
