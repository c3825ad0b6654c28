package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlindnessEventTest {
    private static final String EVENT = "io.halfshake.Blindness";

    private static Blindness over() {
        Instant now = Instant.EPOCH.plusSeconds(60);
        return new Blindness(
                new TimeBounds(now.minusSeconds(30), now.minusSeconds(24)),
                new TimeBounds(now.minusSeconds(1), now),
                7,
                9,
                Map.of("recorded:80", MonitorSamples.up("recorded:80", MonitorSamples.address("recorded", 1))));
    }

    @Test
    void jfrEvent_recordsTheWitnesses(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("blindness.jfr");
        try (Recording recording = new Recording()) {
            recording.enable(EVENT);
            recording.start();
            BlindnessEvent.commit(over());
            recording.stop();
            recording.dump(file);
        }

        assertThat(RecordingFile.readAllEvents(file))
                .filteredOn(event -> event.getEventType().getName().equals(EVENT))
                .filteredOn(event -> event.getInt("responding") == 7)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getBoolean("over")).isTrue();
                    assertThat(event.getInt("quorum")).isEqualTo(9);
                    assertThat(event.getInt("witnesses")).isEqualTo(1);
                    assertThat(event.getDuration("uncertainty")).isEqualTo(Duration.ofSeconds(1));
                });
    }
}
