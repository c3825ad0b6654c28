package io.halfshake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cli.terminal.LogLines;
import io.halfshake.cli.terminal.LogText;
import java.net.SocketException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaLoggingTest {
    @Test
    void logRecord_isOneLine() {
        LogRecord log = new LogRecord(Level.WARNING, "Failed to list {0}");
        log.setParameters(new Object[] {"interfaces"});
        log.setThrown(new SocketException("No network\ninterfaces"));
        assertThat(LogText.warning(JavaLogging.OneLineHandler.text(log)))
                .isEqualTo("halfshake: warning: Failed to list interfaces:"
                        + " java.net.SocketException: No network\\u000ainterfaces");
    }

    @ParameterizedTest
    @CsvSource({"SEVERE, ERROR", "950, WARNING", "WARNING, WARNING", "INFO, INFO", "CONFIG, DEBUG", "FINEST, DEBUG"})
    void levelsOfJavaLogging_areThoseOfThePlatform(String level, System.Logger.Level expected) {
        LogRecord log = new LogRecord(Level.parse(level), "of another library");
        assertThat(JavaLogging.OneLineHandler.level(log)).isEqualTo(expected);
    }

    @Test
    void bothLogs_areHeldForAScreenThatWantsThem() {
        LogLines lines = LogLines.standardError();
        lines.hold();
        try {
            new JavaLogging.OneLineHandler().publish(new LogRecord(Level.WARNING, "of another library"));
            new StderrLoggerFinder()
                    .getLogger("io.halfshake", getClass().getModule())
                    .log(System.Logger.Level.ERROR, "of this one");
            // Other tests of this JVM may log too, and serve adds times.
            assertThat(lines.held())
                    .anyMatch(line -> line.matches("(.* WARNING halfshake:|halfshake: warning:) of another library"))
                    .anyMatch(line -> line.matches("(.* ERROR halfshake:|halfshake: error:) of this one"));
        } finally {
            lines.release();
        }
    }
}
