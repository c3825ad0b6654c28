package io.halfshake.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.benchmarks.contender.Contender;
import io.halfshake.benchmarks.contender.Measurement;
import io.halfshake.benchmarks.contender.WireKind;
import io.halfshake.benchmarks.workload.Expected;
import io.halfshake.benchmarks.workload.Job;
import io.halfshake.benchmarks.workload.Targets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CalibrationTest {
    /** So many checks a second, whatever is asked of it. */
    private record Steady(double rate) implements Contender {
        @Override
        public String name() {
            return "steady";
        }

        @Override
        public WireKind wire() {
            return WireKind.HALF;
        }

        @Override
        public Measurement run(Job job) {
            return new Measurement(job.checks(), job.checks(), Map.of(), job.checks() / rate, 1, null, 1, null, null);
        }

        @Override
        public void close() {}
    }

    private static int checks(double rate, int inFlight, double seconds) throws Exception {
        Job job = new Job(new Targets("127.0.0.1", 80, 1), Expected.UP, 1_000, 0, inFlight, 0, false);
        return Calibration.of(new Steady(rate), job, seconds).checks();
    }

    @Test
    void calibration_fillsATurn() throws Exception {
        assertThat(checks(40_000, 100, 0.5)).isEqualTo(20_000);
        assertThat(checks(200, 100, 1)).isEqualTo(200);
    }

    @Test
    void calibration_givesAtLeastAsManyChecksAsInFlight() throws Exception {
        assertThat(checks(10_000, 10_000, 0.5)).isEqualTo(10_000);
        assertThat(checks(1_000, 10_000, 0.5)).isEqualTo(2_000);
    }
}
