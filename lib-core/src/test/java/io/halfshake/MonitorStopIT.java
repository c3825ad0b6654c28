package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.monitor.MonitorStopMain;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A process that is stopped must not take its targets for dead. */
class MonitorStopIT {
    private static List<Long> numbers(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> Long.valueOf(line.substring(name.length() + 1)))
                .toList();
    }

    @Test
    void stoppedProcess_leavesAnUnobservedSpanAndNoOutage() throws Exception {
        List<String> lines = new ForkedJvm(MonitorStopMain.class).run();

        // Each target once, to up.
        assertThat(numbers(lines, "transitions")).as("%s", lines).containsExactly(20L);
        assertThat(numbers(lines, "outages")).as("%s", lines).hasSize(20).containsOnly(0L);
        assertThat(numbers(lines, "unobservedSpans"))
                .as("spans that cover the stop, %s", lines)
                .hasSize(20)
                .containsOnly(1L);
        // The longest of each target: from when the thread was last seen until the first check after it.
        assertThat(numbers(lines, "unobservedMillis"))
                .as("%s", lines)
                .hasSize(20)
                .allMatch(millis -> millis >= 4_900);
    }
}
