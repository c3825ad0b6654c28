package io.halfshake.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SymbolsTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, en_GB.UTF-8, true",
                "-, -, C.utf8, true",
                "-, -, de_DE.UTF-8@euro, true",
                "-, -, C, false",
                "-, -, de_DE.ISO-8859-1, false",
                "-, -, -, false",
                "C, -, en_GB.UTF-8, false",
                "-, C, en_GB.UTF-8, false",
                "'', '', en_GB.UTF-8, true",
                "C.UTF-8, C, C, true",
            })
    void symbols_dependOnTheLocale(
            @Nullable String all, @Nullable String type, @Nullable String lang, boolean unicode) {
        Map<String, String> environment = new HashMap<>();
        environment.computeIfAbsent("LC_ALL", name -> all);
        environment.computeIfAbsent("LC_CTYPE", name -> type);
        environment.computeIfAbsent("LANG", name -> lang);
        assertThat(Symbols.of(environment)).isSameAs(unicode ? Symbols.UNICODE : Symbols.ASCII);
    }

    @Test
    void asciiSymbols_areAscii() {
        Symbols plain = Symbols.ASCII;
        assertThat(plain.bars() + plain.failed() + plain.unknown() + plain.ellipsis() + plain.plusMinus())
                .matches("\\p{ASCII}+");
        assertThat(plain.bars()).hasSameSizeAs(Symbols.UNICODE.bars());
    }
}
