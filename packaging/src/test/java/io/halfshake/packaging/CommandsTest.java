package io.halfshake.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HALFSHAKE_JAVA_OPTS",
                "HALFSHAKE_TRACE",
                "JAVA_TOOL_OPTIONS",
                "JDK_JAVA_OPTIONS",
                "_JAVA_OPTIONS",
                "NOTIFY_SOCKET"
            })
    void variablesForTheProgram_areRemoved(String name) {
        Map<String, String> environment = new HashMap<>(Map.of(name, "value", "PATH", "/bin", "JAVA_HOME", "/jdk"));
        Commands.clear(environment);
        assertThat(environment).containsOnlyKeys("PATH", "JAVA_HOME");
    }
}
