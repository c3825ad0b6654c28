package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.monitor.EventsInAFullHeap;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MonitorInAFullHeapIT {
    private static final int EVENTS = 100;

    @Test
    void waitingEvents_areNotLostWhereTheNextFindsNoMemory() throws Exception {
        List<String> lines = new ForkedJvm(EventsInAFullHeap.class)
                // With G1 the first allocation after a full heap may fail, too.
                .options("-Xmx24m", "-XX:+UseSerialGC")
                .run();

        assertThat(lines).first().isEqualTo("refused true");
        assertThat(lines)
                .filteredOn(line -> !line.startsWith("during") && !line.startsWith("refused"))
                .containsExactlyElementsOf(Stream.of("before", "after")
                        .flatMap(kind -> IntStream.range(0, EVENTS).mapToObj(i -> kind + " " + i))
                        .toList());
    }
}
