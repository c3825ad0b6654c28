package io.halfshake.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalSizeTest {
    @Test
    void parseTerminalSize_readsRowsAndColumns() {
        assertThat(TerminalSize.parse("30", "100")).isEqualTo(new TerminalSize(30, 100));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"0, 0", "24, 0", "-1, 80", "-, 80", "24, -", "'', ''", "24, wide", "24, 10001"})
    void parseInvalidTerminalSize_returnsNull(@Nullable String rows, @Nullable String columns) {
        assertThat(TerminalSize.parse(rows, columns)).isNull();
    }
}
