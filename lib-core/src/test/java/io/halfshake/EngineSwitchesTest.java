package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class EngineSwitchesTest {
    private static final List<String> ENGINES = List.of("half-open", "connect");

    private static Properties properties(String name, String value) {
        Properties properties = new Properties();
        properties.setProperty("user.name", "off");
        properties.setProperty(name, value);
        return properties;
    }

    @Test
    void switchWithOnOrOff_isNoMistake() {
        assertThat(EngineSwitches.mistakes(properties("halfshake.engine.half-open", "Off"), ENGINES, true))
                .isEmpty();
        assertThat(EngineSwitches.mistakes(properties("halfshake.engine.connect", "on"), ENGINES, true))
                .isEmpty();
    }

    @Test
    void switchWithAnotherValue_isReportedWithTheRule() {
        assertThat(EngineSwitches.mistakes(properties("halfshake.engine.half-open", "false"), ENGINES, false))
                .containsExactly("system property halfshake.engine.half-open: false (expected on or off)");
    }

    @Test
    void switchOfNoEngine_isReportedWhereAllEnginesAreKnown() {
        Properties properties = properties("halfshake.engine.halfopen", "off");

        assertThat(EngineSwitches.mistakes(properties, ENGINES, true))
                .containsExactly("system property halfshake.engine.halfopen: off"
                        + " (expected the name of an engine: half-open, connect)");
        assertThat(EngineSwitches.mistakes(properties, ENGINES, false)).isEmpty();
    }
}
