package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckEventTest {
    private static final String EVENT = "io.halfshake.Check";

    /** The events of these results by target. Checks of other tests may be in the same recording. */
    private static Map<String, RecordedEvent> record(Path directory, CheckResult... results) throws Exception {
        Path file = directory.resolve("checks.jfr");
        try (Recording recording = new Recording()) {
            recording.enable(EVENT);
            recording.start();
            Stream.of(results).forEach(CheckEvent::commit);
            recording.stop();
            recording.dump(file);
        }
        List<String> targets = Stream.of(results).map(CheckResult::target).toList();
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals(EVENT))
                .filter(event -> targets.contains(event.getString("target")))
                .collect(Collectors.toMap(event -> event.getString("target"), Function.identity()));
    }

    @Test
    void jfrEvent_recordsEverythingTheCheckFound(@TempDir Path directory) throws Exception {
        CheckResult up = new CheckResult.Up(
                "up.recorded:80",
                Samples.ADDRESS,
                new Timing(4_000_000, 3_000_000, 2_000_000, 240_000),
                new Evidence(Signal.SYN_ACK, null, null, null, 2, "sample", Handshake.HALF, Evidence.Clock.USER_SPACE));
        CheckResult down = new CheckResult.Down(
                "down.recorded:80",
                Samples.ADDRESS,
                DownReason.TIMED_OUT,
                Samples.TIMING,
                Samples.evidence(Signal.NONE));
        CheckResult unknown = new CheckResult.Unknown(
                "unknown.recorded:80",
                null,
                UnknownReason.UNRESOLVED,
                new UnknownHostException("db"),
                Samples.TIMING,
                Evidence.nothingSent("sample"));

        Map<String, RecordedEvent> events = record(directory, up, down, unknown);

        assertThat(events).hasSize(3);
        RecordedEvent first = event(events, "up.recorded:80");
        assertThat(first.getString("address")).isEqualTo("192.0.2.1:80");
        assertThat(first.getString("state")).isEqualTo("up");
        assertThat(first.getString("reason")).isEmpty();
        assertThat(first.getDuration("elapsed")).isEqualTo(Duration.ofMillis(4));
        assertThat(first.getDuration("queued")).isEqualTo(Duration.ofMillis(3));
        assertThat(first.getDuration("resolving")).isEqualTo(Duration.ofMillis(2));
        assertThat(first.getDuration("roundTrip")).isEqualTo(Duration.ofNanos(240_000));
        assertThat(first.getInt("syns")).isEqualTo(2);
        assertThat(first.getString("engine")).isEqualTo("sample");
        assertThat(first.getString("handshake")).isEqualTo("half");

        RecordedEvent second = event(events, "down.recorded:80");
        assertThat(second.getString("state")).isEqualTo("down");
        assertThat(second.getString("reason")).isEqualTo("timed out");
        assertThat(second.getLong("roundTrip")).isEqualTo(Timing.NO_ROUND_TRIP);

        RecordedEvent third = event(events, "unknown.recorded:80");
        assertThat(third.getString("state")).isEqualTo("unknown");
        assertThat(third.getString("reason")).isEqualTo("unresolved");
        assertThat(third.getString("address")).isEmpty();
    }

    private static RecordedEvent event(Map<String, RecordedEvent> events, String target) {
        RecordedEvent event = events.get(target);
        if (event == null) {
            throw new AssertionError("no event of " + target);
        }
        return event;
    }
}
