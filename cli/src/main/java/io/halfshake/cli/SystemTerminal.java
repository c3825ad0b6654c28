package io.halfshake.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The size of the terminal. Java cannot ask for it, but {@code stty} can, in a few milliseconds; where it cannot, there
 * are the variables LINES and COLUMNS, which not every shell passes on and none keeps up to date for a running program.
 */
final class SystemTerminal implements Supplier<TerminalSize> {
    private final Map<String, String> environment;
    private @Nullable TerminalSize last;
    private boolean silent;

    SystemTerminal(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public TerminalSize get() {
        TerminalSize size = silent ? null : ask();
        if (size == null && last == null) {
            // It will not learn to answer, and is not worth a process each time.
            silent = true;
            size = TerminalSize.parse(environment.get("LINES"), environment.get("COLUMNS"));
        }
        last = size != null ? size : last != null ? last : TerminalSize.USUAL;
        return last;
    }

    private static @Nullable TerminalSize ask() {
        try {
            Process process = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader answer = process.inputReader()) {
                String line = answer.readLine();
                String[] numbers = line == null ? new String[0] : line.split(" ", -1);
                return numbers.length == 2 ? TerminalSize.parse(numbers[0], numbers[1]) : null;
            }
        } catch (IOException e) {
            return null;
        }
    }
}
