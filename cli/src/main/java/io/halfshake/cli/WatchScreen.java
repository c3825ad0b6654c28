package io.halfshake.cli;

/** Where what is found goes. Not safe for use by several threads at once. */
interface WatchScreen {
    /**
     * A line that stays.
     *
     * @param line with its end
     * @throws OutputException if standard output is closed
     */
    void line(String line);

    /** Whether every target's state is shown, so that its being up from the beginning is no news. */
    boolean showsStates();

    /**
     * To be called several times a second.
     *
     * @throws OutputException if standard output is closed
     */
    void pulse();

    /**
     * Writes what waits and the report, and then nothing more.
     *
     * @throws OutputException if standard output is closed
     */
    void end(String report);
}
