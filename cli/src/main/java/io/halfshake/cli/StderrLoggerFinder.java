package io.halfshake.cli;

import io.halfshake.cli.terminal.Texts;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * Prints warnings and errors of the library as lines on standard error; {@code doctor} and the summary report the rest.
 * Replacing {@code java.logging} also saves loading it.
 */
public final class StderrLoggerFinder extends System.LoggerFinder {
    /** For the service loader. */
    public StderrLoggerFinder() {}

    @Override
    public System.Logger getLogger(String name, Module module) {
        return new StderrLogger(name);
    }

    private record StderrLogger(String name) implements System.Logger {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isLoggable(Level level) {
            return level.compareTo(Level.WARNING) >= 0 && level != Level.OFF;
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable thrown) {
            if (isLoggable(level)) {
                print(thrown == null ? message : message + ": " + thrown);
            }
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String format, @Nullable Object... values) {
            if (isLoggable(level)) {
                print(values == null || values.length == 0 ? format : java.text.MessageFormat.format(format, values));
            }
        }

        private static void print(String message) {
            System.err.println("halfshake: " + Texts.visible(message));
        }
    }
}
