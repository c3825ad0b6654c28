package io.halfshake.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Everything outside the command line that it touches.
 *
 * @param stdin where {@code -f -} reads
 * @param stdout unbuffered; only {@link Output} writes to it
 * @param stderr for messages, progress, and the summary of a run whose output is JSON
 * @param stdoutIsTerminal whether a person reads standard output
 * @param stderrIsTerminal whether a person reads standard error
 * @param environment the environment variables
 * @param checkers where checkers come from
 * @param nanoTime the clock, as {@link System#nanoTime()}
 * @param interrupts tells of Ctrl-C
 * @param watchTime the time of a monitor, and of who waits for it
 * @param terminalSize how large the terminal is now
 */
record Surroundings(
        InputStream stdin,
        OutputStream stdout,
        PrintStream stderr,
        boolean stdoutIsTerminal,
        boolean stderrIsTerminal,
        Map<String, String> environment,
        CheckerFactory checkers,
        LongSupplier nanoTime,
        Interrupts interrupts,
        WatchTime watchTime,
        Supplier<TerminalSize> terminalSize) {

    /** See <a href="https://no-color.org">no-color.org</a>: the variable's presence counts, unless it is empty. */
    boolean coloursWanted() {
        return stdoutIsTerminal && environment.getOrDefault("NO_COLOR", "").isEmpty() && understandsEscapes();
    }

    boolean progressWanted() {
        return stderrIsTerminal && understandsEscapes();
    }

    boolean tableWanted() {
        return stdoutIsTerminal && understandsEscapes();
    }

    private boolean understandsEscapes() {
        String terminal = environment.getOrDefault("TERM", "");
        return !terminal.isEmpty() && !terminal.equals("dumb");
    }
}
