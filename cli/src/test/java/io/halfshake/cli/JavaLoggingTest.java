package io.halfshake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cli.terminal.LogLines;
import java.net.SocketException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class JavaLoggingTest {
    @Test
    void logRecord_isOneLine() {
        LogRecord log = new LogRecord(Level.WARNING, "Failed to list {0}");
        log.setParameters(new Object[] {"interfaces"});
        log.setThrown(new SocketException("No network\ninterfaces"));
        assertThat(LogText.line(JavaLogging.OneLineHandler.text(log)))
                .isEqualTo("halfshake: Failed to list interfaces:"
                        + " java.net.SocketException: No network\\u000ainterfaces");
    }

    @Test
    void bothLogs_areHeldForAScreenThatWantsThem() {
        LogLines lines = LogLines.standardError();
        lines.hold();
        try {
            new JavaLogging.OneLineHandler().publish(new LogRecord(Level.WARNING, "of another library"));
            new StderrLoggerFinder()
                    .getLogger("io.halfshake", getClass().getModule())
                    .log(System.Logger.Level.WARNING, "of this one");
            // Other tests of this JVM may log too, and serve adds times.
            assertThat(lines.held())
                    .anyMatch(line -> line.endsWith("halfshake: of another library"))
                    .anyMatch(line -> line.endsWith("halfshake: of this one"));
        } finally {
            lines.release();
        }
    }
}
