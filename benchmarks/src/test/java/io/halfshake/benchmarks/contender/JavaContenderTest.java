package io.halfshake.benchmarks.contender;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.benchmarks.workload.Options;
import org.junit.jupiter.api.Test;

class JavaContenderTest {
    @Test
    void optionalContender_isIncludedOnlyByName() {
        assertThat(JavaContender.HALF_OPEN_FRESH.isIncluded(Options.parse())).isFalse();
        assertThat(JavaContender.HALF_OPEN_FRESH.isIncluded(Options.parse("--only", "syn,half-open")))
                .isTrue();
        assertThat(JavaContender.NIO.isIncluded(Options.parse("--only", "syn"))).isFalse();
    }
}
