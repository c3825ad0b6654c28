package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransitionEventTest {
    private static final String EVENT = "io.halfshake.Transition";

    private static Transition transition() {
        Instant now = Instant.EPOCH.plusSeconds(60);
        return new Transition(
                "recorded:80",
                TargetState.UP,
                TargetState.DOWN,
                now,
                60_000_000_000L,
                MonitorSamples.down("recorded:80", MonitorSamples.address("recorded", 1)),
                new TimeBounds(now.minusSeconds(5), now));
    }

    @Test
    void jfrEvent_recordsTheTransitionAndItsEvidence(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("transitions.jfr");
        try (Recording recording = new Recording()) {
            recording.enable(EVENT);
            recording.start();
            TransitionEvent.commit(transition());
            recording.stop();
            recording.dump(file);
        }

        assertThat(RecordingFile.readAllEvents(file))
                .filteredOn(event -> event.getEventType().getName().equals(EVENT))
                .filteredOn(event -> event.getString("target").equals("recorded:80"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getString("from")).isEqualTo("up");
                    assertThat(event.getString("to")).isEqualTo("down");
                    assertThat(event.getDuration("uncertainty")).isEqualTo(Duration.ofSeconds(5));
                    assertThat(event.getString("evidence")).contains("refused");
                });
    }
}
