package io.halfshake.cli;

import io.halfshake.cli.terminal.Texts;
import java.lang.System.Logger.Level;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * Prints warnings and errors of the library as lines on standard error; {@code doctor} and the summary report the rest,
 * but for {@code serve}, which has {@link #printInformation}. Replacing {@code java.logging} also saves loading it.
 */
public final class StderrLoggerFinder extends System.LoggerFinder {
    private static volatile Level threshold = Level.WARNING;

    /** For the service loader. */
    public StderrLoggerFinder() {}

    /** Prints information too, which a command that runs for days has nowhere else to put. */
    public static void printInformation() {
        threshold = Level.INFO;
    }

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
            return level.compareTo(threshold) >= 0 && level != Level.OFF;
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
