package io.halfshake.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HangUpTest {
    private final List<String> logged = new ArrayList<>();

    private final System.Logger log = new System.Logger() {
        @Override
        public String getName() {
            return "test";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable thrown) {
            logged.add(level + " " + message + ": " + thrown);
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String format, @Nullable Object... values) {
            logged.add(level + " " + format);
        }
    };

    @Test
    void action_runs() {
        HangUp.run(() -> logged.add("ran"), log);
        assertThat(logged).containsExactly("ran");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatTheActionThrows_isLogged(boolean isError) {
        HangUp.run(
                () -> {
                    if (isError) {
                        throw new LinkageError("x");
                    }
                    throw new IllegalStateException("x");
                },
                log);
        assertThat(logged)
                .containsExactly("ERROR SIGHUP: configuration not reloaded: java.lang."
                        + (isError ? "LinkageError: x" : "IllegalStateException: x"));
    }
}
