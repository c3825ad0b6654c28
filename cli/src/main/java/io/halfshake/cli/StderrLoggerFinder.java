package io.halfshake.cli;

import io.halfshake.cli.terminal.LogText;
import java.lang.System.Logger.Level;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * Prints warnings and errors of the library as lines on standard error; {@code doctor} and the summary report the rest,
 * but for {@code serve}, which calls {@link #logAll}. Replacing {@code java.logging} also saves loading it.
 */
public final class StderrLoggerFinder extends System.LoggerFinder {
    private static volatile Level threshold = Level.WARNING;

    /** For the service loader. */
    public StderrLoggerFinder() {}

    /** Prints information too, each line with its time: a command that runs for days has nowhere else to put them. */
    static void logAll() {
        threshold = Level.INFO;
        LogText.addTimes();
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
                LogText.print(level, thrown == null ? message : message + ": " + thrown);
            }
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String format, @Nullable Object... values) {
            if (isLoggable(level)) {
                LogText.print(
                        level,
                        values == null || values.length == 0 ? format : java.text.MessageFormat.format(format, values));
            }
        }
    }
}
