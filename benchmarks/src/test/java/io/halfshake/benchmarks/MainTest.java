package io.halfshake.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {
    private static final int USAGE = 2;

    @Test
    void invalidArguments_giveTheExitStatusForUsage() throws Exception {
        assertThat(Main.run()).isEqualTo(USAGE);
        assertThat(Main.run("/", "--rounds", "0")).isEqualTo(USAGE);
        assertThat(Main.run("/", "--no-such-option", "1")).isEqualTo(USAGE);
    }
}
