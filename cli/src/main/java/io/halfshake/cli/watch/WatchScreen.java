package io.halfshake.cli.watch;

import io.halfshake.cli.terminal.OutputException;

/** The screen for updates and the report. Not safe for use by several threads at once. */
interface WatchScreen extends AutoCloseable {
    /**
     * Writes a line that remains.
     *
     * @param line with its end
     * @throws OutputException if standard output is closed
     */
    void line(String line);

    /** Whether every target's state is shown, so that a first transition to up need not be. */
    boolean showsStates();

    /**
     * To be called several times a second.
     *
     * @throws OutputException if standard output is closed
     */
    void refresh();

    /**
     * Writes pending lines and the report, then nothing more.
     *
     * @throws OutputException if standard output is closed
     */
    void end(String report);

    /** Leaves standard error to those who log. Does nothing the second time, and after {@link #end}. */
    @Override
    void close();
}
