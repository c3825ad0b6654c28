package io.halfshake.cli.terminal;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The size of the terminal. Java has no call for it; {@code stty} takes a few milliseconds. The fallback is the
 * variables LINES and COLUMNS, which not every shell exports, and which do not follow changes while a program runs.
 */
public final class SystemTerminal implements Supplier<TerminalSize> {
    private final Map<String, String> environment;
    private @Nullable TerminalSize last;
    private boolean unsupported;

    public SystemTerminal(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public TerminalSize get() {
        TerminalSize size = unsupported ? null : runStty();
        if (size == null && last == null) {
            // It will not work later either, and is not worth a process each time.
            unsupported = true;
            size = TerminalSize.parse(environment.get("LINES"), environment.get("COLUMNS"));
        }
        last = size != null ? size : last != null ? last : TerminalSize.DEFAULT;
        return last;
    }

    private static @Nullable TerminalSize runStty() {
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
