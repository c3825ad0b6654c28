package io.halfshake.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
        assertThat(LogLines.line(JavaLogging.OneLineHandler.text(log)))
                .isEqualTo("halfshake: Failed to list interfaces:"
                        + " java.net.SocketException: No network\\u000ainterfaces");
    }
}
