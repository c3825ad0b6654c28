package io.halfshake.cli.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether a stream is a terminal. {@link System#console()} says nothing about standard error, and nothing about
 * standard output if standard input is redirected.
 */
public final class Terminals {
    private Terminals() {}

    /**
     * Looks at the system property {@code halfshake.stdout.terminal} or {@code halfshake.stderr.terminal}, and if it is
     * not set, at {@code /proc}. Without either: no.
     */
    public static boolean isTerminal(String stream, int descriptor) {
        String told = System.getProperty("halfshake." + stream + ".terminal");
        return told != null ? told.equals("true") : isTerminal(Path.of("/proc/self/fd/" + descriptor));
    }

    static boolean isTerminal(Path link) {
        try {
            return isTerminalDevice(Files.readSymbolicLink(link).toString());
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    static boolean isTerminalDevice(String device) {
        return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
    }
}
