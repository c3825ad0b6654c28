package io.halfshake.linux;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Commands that change or show this machine's network, where Java cannot. */
final class Shell {
    private static final long TIMEOUT_SECONDS = 60;

    private Shell() {}

    /** Runs a command line to its end and returns what it printed. It must succeed. */
    static String run(String commandLine) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("bash", "-c", commandLine)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException(commandLine + ": " + output);
        }
        return output;
    }
}
