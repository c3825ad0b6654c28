package io.halfshake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CleanEnvironmentTest {
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
        CleanEnvironment.clear(environment);
        assertThat(environment).containsOnlyKeys("PATH", "JAVA_HOME");
    }

    /** Removal through the view of the names, of a map that is not one of java.util. */
    @Test
    void environmentOfAProcess_canBeCleared() {
        ProcessBuilder builder = new ProcessBuilder(List.of("true"));
        builder.environment().put("HALFSHAKE_TRACE", "1");
        CleanEnvironment.clear(builder.environment());
        assertThat(builder.environment()).doesNotContainKey("HALFSHAKE_TRACE");
    }
}
