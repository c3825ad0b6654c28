package io.halfshake.benchmarks.report;

import io.halfshake.benchmarks.contender.Measurement;
import io.halfshake.benchmarks.contender.WireKind;
import io.halfshake.benchmarks.machine.Machine;
import io.halfshake.benchmarks.workload.Expected;
import io.halfshake.benchmarks.workload.Options;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Results that were never measured. */
final class Examples {
    static final Machine MACHINE = new Machine("A processor", 2, 4_096, "6.1", "Debian", "17", "2026-01-02", List.of());

    private Examples() {}

    /** A hundred checks in a second, as expected. */
    static Measurement turn(double cpuMicrosPerCheck) {
        return new Measurement(100, 100, Map.of(), 1, 100 * cpuMicrosPerCheck, 1_000L, 2_048, null, null);
    }

    static Row row(String contender, @Nullable Integer inFlight, double... cpuMicrosPerCheck) {
        return row(contender, inFlight, WireKind.HALF, 0, cpuMicrosPerCheck);
    }

    static Row row(
            String contender,
            @Nullable Integer inFlight,
            WireKind wire,
            long completedHandshakes,
            double... cpuMicrosPerCheck) {
        List<Measurement> turns =
                Arrays.stream(cpuMicrosPerCheck).mapToObj(Examples::turn).toList();
        return new Row("Listener", Expected.UP, contender, inFlight, wire, completedHandshakes, turns);
    }

    static Results results(Row... rows) {
        return new Results(MACHINE, Options.parse(), List.of(rows), List.of(), List.of());
    }
}
