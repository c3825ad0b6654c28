package io.halfshake.cli;

import io.halfshake.cli.terminal.LogText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/**
 * Prints records of {@code java.util.logging}, used by other libraries, as one line each on standard error instead of a
 * stack trace. Nothing of it is loaded before the first record.
 */
public final class JavaLogging {
    private static final String CONFIG_CLASS = "java.util.logging.config.class";

    /**
     * For the log manager.
     *
     * @throws IOException if the configuration cannot be read
     */
    public JavaLogging() throws IOException {
        LogManager.getLogManager()
                .readConfiguration(new ByteArrayInputStream(configuration().getBytes(StandardCharsets.UTF_8)));
    }

    private static String configuration() {
        return "handlers=" + OneLineHandler.class.getName() + "\n.level=WARNING\n";
    }

    /** Keeps a configuration of the user. */
    static void configure() {
        if (System.getProperty(CONFIG_CLASS) == null && System.getProperty("java.util.logging.config.file") == null) {
            System.setProperty(CONFIG_CLASS, JavaLogging.class.getName());
        }
    }

    /** Writes a line for each record. */
    public static final class OneLineHandler extends Handler {
        /** For the log manager. */
        public OneLineHandler() {}

        /** What the platform calls a level, which may be a library's own. */
        static System.Logger.Level level(LogRecord log) {
            int value = log.getLevel().intValue();
            if (value >= Level.SEVERE.intValue()) {
                return System.Logger.Level.ERROR;
            }
            if (value >= Level.WARNING.intValue()) {
                return System.Logger.Level.WARNING;
            }
            return value >= Level.INFO.intValue() ? System.Logger.Level.INFO : System.Logger.Level.DEBUG;
        }

        static String text(LogRecord log) {
            String message = new SimpleFormatter().formatMessage(log);
            return log.getThrown() == null ? message : message + ": " + log.getThrown();
        }

        @Override
        public void publish(LogRecord log) {
            if (isLoggable(log)) {
                LogText.print(level(log), text(log));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
