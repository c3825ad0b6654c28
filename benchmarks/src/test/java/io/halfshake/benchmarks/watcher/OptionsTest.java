package io.halfshake.benchmarks.watcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
    @Test
    void options_replaceTheDefaults() {
        assertThat(Options.parse(new String[] {"/"}, 1)).isEqualTo(new Options(10, 10_000, 5));
        assertThat(Options.parse(new String[] {"--pages", "0", "--minutes", "1", "--targets", "7"}, 0))
                .isEqualTo(new Options(1, 7, 0));
    }

    @ParameterizedTest
    @CsvSource({"--minutes,0", "--targets,60001", "--pages,-1", "--pages,five", "--rounds,1"})
    void invalidOption_isNamed(String name, String value) {
        assertThatThrownBy(() -> Options.parse(new String[] {name, value}, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }

    @Test
    void missingValue_isAnError() {
        assertThatThrownBy(() -> Options.parse(new String[] {"--pages"}, 0)).hasMessageContaining("--pages");
    }
}
