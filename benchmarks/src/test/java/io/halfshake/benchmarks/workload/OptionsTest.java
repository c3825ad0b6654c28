package io.halfshake.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
    @Test
    void parseOfNoArguments_givesTheDefaults() {
        Options options = Options.parse();

        assertThat(options.rounds()).isEqualTo(5);
        assertThat(options.inFlight()).containsExactly(1, 10, 100, 1_000, 10_000);
        assertThat(options.write()).isFalse();
        assertThat(options.quick()).isFalse();
    }

    @Test
    void quickOption_yieldsToOtherOptionsInAnyOrder() {
        Options options = Options.parse("--rounds", "3", "--in-flight", "7,8", "--quick", "-w");

        assertThat(options.quick()).isTrue();
        assertThat(options.write()).isTrue();
        assertThat(options.rounds()).isEqualTo(3);
        assertThat(options.inFlight()).isEqualTo(List.of(7, 8));
    }

    @Test
    void parse_refusesInvalidValuesWithTheRule() {
        assertThatThrownBy(() -> Options.parse("--rounds", "0"))
                .hasMessage("--rounds: 0 (expected a whole number from 1 up)");
        assertThatThrownBy(() -> Options.parse("--seconds", "soon"))
                .hasMessage("--seconds: soon (expected a number > 0)");
        assertThatThrownBy(() -> Options.parse("--round", "1")).hasMessageStartingWith("--round (expected an option)");
        assertThatThrownBy(() -> Options.parse("--rounds"))
                .hasMessageStartingWith("--rounds (expected an option and its value)");
    }
}
