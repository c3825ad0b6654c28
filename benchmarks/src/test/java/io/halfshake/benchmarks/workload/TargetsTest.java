package io.halfshake.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TargetsTest {
    @Test
    void targetAddresses_continueBeyondTheLastOctet() {
        assertThat(new Targets("10.10.0.254", 80, 3).hostTexts())
                .containsExactly("10.10.0.254", "10.10.0.255", "10.10.1.0");
    }
}
