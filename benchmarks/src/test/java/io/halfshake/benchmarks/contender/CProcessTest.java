package io.halfshake.benchmarks.contender;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.benchmarks.workload.Expected;
import io.halfshake.benchmarks.workload.Job;
import io.halfshake.benchmarks.workload.Targets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CProcessTest {
    private static Job job(Expected expected) {
        return new Job(new Targets("10.10.0.0", 80, 7), expected, 1_000, 100, 9, 0, false);
    }

    @Test
    void request_hasTargetsChecksAndInFlight() {
        assertThat(CProcess.request(job(Expected.UP))).isEqualTo("10.10.0.0 80 7 100 9");
    }

    @Test
    void answer_isCountedByWhatWasExpected() {
        String line = "90 5 3 2 2000000000 1500000";

        Measurement up = CProcess.measurement(job(Expected.UP), line, 1_234);
        Measurement refused = CProcess.measurement(job(Expected.REFUSED), line, 1_234);

        assertThat(up.checks()).isEqualTo(100);
        assertThat(up.asExpected()).isEqualTo(90);
        assertThat(up.others()).isEqualTo(Map.of("REFUSED", 5L, "failed", 3L, "no answer", 2L));
        assertThat(refused.asExpected()).isEqualTo(5);
        assertThat(refused.others()).isEqualTo(Map.of("UP", 90L, "failed", 3L, "no answer", 2L));
    }

    @Test
    void answer_hasTimesAndMemory() {
        Measurement measurement = CProcess.measurement(job(Expected.UP), "100 0 0 0 2000000000 1500000", 1_234);

        assertThat(measurement.seconds()).isEqualTo(2);
        assertThat(measurement.cpuMicrosPerCheck()).isEqualTo(15);
        assertThat(measurement.peakKibibytes()).isEqualTo(1_234);
        assertThat(measurement.allocatedBytes()).isNull();
    }
}
