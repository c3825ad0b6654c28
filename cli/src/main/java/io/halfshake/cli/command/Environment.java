package io.halfshake.cli.command;

import io.halfshake.cli.terminal.LogLines;
import io.halfshake.cli.terminal.Output;
import io.halfshake.cli.terminal.TerminalSize;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The environment of a command: everything outside that it uses.
 *
 * @param stdin the input of {@code -f -}
 * @param stdout unbuffered; only {@link Output} writes to it
 * @param stderr for messages, the status line, and the summary of a run whose output is JSON
 * @param logLines what libraries log, to standard error unless it is held
 * @param stdoutClosed whether the reader of standard output is gone
 * @param stdoutIsTerminal whether standard output is a terminal
 * @param stderrIsTerminal whether standard error is a terminal
 * @param variables the environment variables
 * @param checkers opens checkers
 * @param nanoTime a clock like {@link System#nanoTime()}
 * @param interrupts notifies of Ctrl-C
 * @param watchClock the clock of a monitor
 * @param terminalSize the current size of the terminal
 */
public record Environment(
        InputStream stdin,
        OutputStream stdout,
        PrintStream stderr,
        LogLines logLines,
        BooleanSupplier stdoutClosed,
        boolean stdoutIsTerminal,
        boolean stderrIsTerminal,
        Map<String, String> variables,
        CheckerFactory checkers,
        LongSupplier nanoTime,
        Interrupts interrupts,
        WatchClock watchClock,
        Supplier<TerminalSize> terminalSize) {

    /** See <a href="https://no-color.org">no-color.org</a>: the variable's presence counts, unless it is empty. */
    public boolean useColours() {
        return stdoutIsTerminal && variables.getOrDefault("NO_COLOR", "").isEmpty() && supportsEscapes();
    }

    public boolean useStatusLine() {
        return stderrIsTerminal && supportsEscapes();
    }

    public boolean useTable() {
        return stdoutIsTerminal && supportsEscapes();
    }

    private boolean supportsEscapes() {
        String terminal = variables.getOrDefault("TERM", "");
        return !terminal.isEmpty() && !terminal.equals("dumb");
    }
}
