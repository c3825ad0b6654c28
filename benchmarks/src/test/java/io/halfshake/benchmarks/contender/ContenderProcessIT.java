package io.halfshake.benchmarks.contender;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.halfshake.benchmarks.machine.JavaHome;
import io.halfshake.benchmarks.workload.ClosedPort;
import io.halfshake.benchmarks.workload.Job;
import io.halfshake.benchmarks.workload.Workload;
import java.io.Writer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class ContenderProcessIT {
    private static final int CHECKS = 10;
    private static final int FAILED = 1;

    /** Runs a turn, after which the contender has its threads, then sends what follows and ends the input. */
    private static int statusAfter(JavaContender contender, String rest) throws Exception {
        Process process = JavaHome.own().start(List.of("-Xmx128m"), ContenderProcess.class, contender.name());
        try (Workload closed = ClosedPort.hold();
                Writer to = process.outputWriter()) {
            to.write(new ObjectMapper().writeValueAsString(Job.of(closed, CHECKS, CHECKS)) + "\n");
            to.flush();
            Measurement measurement =
                    new ObjectMapper().readValue(process.inputReader().readLine(), Measurement.class);
            assertThat(measurement.asExpected()).as("%s", measurement).isEqualTo(CHECKS);
            to.write(rest);
        }
        try {
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HALF_OPEN", "NETTY", "SOCKET"})
    void process_endsWithItsInput(JavaContender contender) throws Exception {
        assertThat(statusAfter(contender, "")).isZero();
    }

    /** The threads of Netty's loops are not daemons. */
    @Test
    void process_endsAfterAFailure() throws Exception {
        assertThat(statusAfter(JavaContender.NETTY, "not JSON\n")).isEqualTo(FAILED);
    }
}
