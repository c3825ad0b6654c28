package io.halfshake.lab;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Commands that change this machine's network. */
final class NetworkCommands {
    private static final long TIMEOUT_SECONDS = 60;

    private NetworkCommands() {}

    /** Runs command lines, one after the other. Each must succeed. */
    static void run(List<String> commandLines) {
        for (String commandLine : commandLines) {
            run(commandLine);
        }
    }

    /** Returns what it printed. */
    static String run(String commandLine) {
        try {
            Process process = new ProcessBuilder("sh", "-c", "PATH=$PATH:/usr/sbin:/sbin; " + commandLine)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(commandLine + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(commandLine, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(commandLine + ": interrupted", e);
        }
    }
}
