package io.halfshake.microprofile.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PropertyReaderTest {
    private static PropertyReader reader(String value) {
        return new PropertyReader(FakeConfig.of("key=" + value));
    }

    @ParameterizedTest
    @CsvSource({"5s,PT5S", "500ms,PT0.5S", "250us,PT0.00025S", "7ns,PT0.000000007S", "2m,PT2M", "1h,PT1H", "1d,PT24H"})
    void duration_hasAUnit(String text, Duration expected) {
        assertThat(reader(text).duration("key")).isEqualTo(expected);
    }

    @Test
    void duration_mayBeInTheFormOfJava() {
        assertThat(reader("PT0.5S").duration("key")).hasMillis(500);
    }

    /** A bare number is milliseconds to Spring Boot, and seconds to Quarkus. */
    @ParameterizedTest
    @ValueSource(strings = {"5", "5 s", "5sec", "-5s", "abc", "999999999999999999d"})
    void otherDurations_areRefused(String text) {
        assertThatThrownBy(() -> reader(text).duration("key"))
                .isInstanceOf(InvalidPropertyException.class)
                .hasMessage("key: \"" + text + "\" (expected a duration such as 5s or 500ms)");
    }

    @Test
    void number_isAWholeOne() {
        assertThat(reader("3").number("key")).isEqualTo(3);
        assertThatThrownBy(() -> reader("3.5").number("key"))
                .isInstanceOf(InvalidPropertyException.class)
                .hasMessage("key: \"3.5\" (expected a whole number)");
    }

    @Test
    void flag_isTrueOrFalse() {
        assertThat(reader("true").flag("key")).isTrue();
        assertThat(reader("False").flag("key")).isFalse();
        assertThatThrownBy(() -> reader("maybe").flag("key"))
                .isInstanceOf(InvalidPropertyException.class)
                .hasMessage("key: \"maybe\" (expected true or false)");
    }

    @Test
    void list_isSplitAtCommas() {
        assertThat(reader("db, cache,,[::1]:5432").list("key")).containsExactly("db", "cache", "[::1]:5432");
    }

    @Test
    void whatIsNotSet_isAbsent() {
        PropertyReader reader = reader("1");

        assertThat(reader.text("other")).isNull();
        assertThat(reader.duration("other")).isNull();
        assertThat(reader.number("other")).isNull();
        assertThat(reader.flag("other")).isFalse();
        assertThat(reader.list("other")).isEmpty();
    }

    @Test
    void indexInTheFormOfHelidonsYaml_isTheSame() {
        PropertyReader reader = new PropertyReader(FakeConfig.of("targets.10.name=db"));

        assertThat(reader.text("targets[10].name")).isEqualTo("db");
    }
}
