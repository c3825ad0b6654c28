package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where memory runs out again and again, wherever that strikes. For longer: {@code -Dhalfshake.full.heap=PT25S}.
 * {@link InjectedErrorsIT} and {@link SurvivedErrorIT} put the errors where they want them.
 */
@Requires(Need.RAW_SOCKETS)
class FullHeapIT {
    private static final Duration ALL_THE_REST = Duration.ofMinutes(3);

    @ParameterizedTest
    @ValueSource(strings = {"half-open", "syn"})
    void fullHeap_losesNoProbeAndNoDescriptor(String engine) throws Exception {
        Duration duration = Duration.parse(System.getProperty("halfshake.full.heap", "PT3S"));
        List<String> output = new ForkedJvm(FullHeap.class)
                .options("-Xmx24m")
                .timeout(duration.plus(ALL_THE_REST))
                .run(engine, duration.toString())
                .output();

        Map<String, Long> counts = new TreeMap<>();
        output.forEach(line -> counts.put(
                line.substring(0, line.lastIndexOf(' ')), Long.valueOf(line.substring(line.lastIndexOf(' ') + 1))));
        assertThat(counts.get("started")).isPositive();
        assertThat(counts)
                .containsEntry("completed twice", 0L)
                .containsEntry("never completed", 0L)
                .containsEntry("answered afterwards", 1L)
                .containsEntry("descriptors left", 0L);
    }
}
