package io.halfshake.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Prometheus' own rules for names, types and descriptions. */
class PromtoolIT {
    private static final String PROGRAM = "promtool";
    private static final long MAX_WAIT_SECONDS = 60;

    private static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory, PROGRAM))
                .anyMatch(Files::isExecutable);
    }

    @Test
    void checkMetrics_hasNothingToSay() throws Exception {
        // As .ci/run wants it.
        if (System.getProperty("programs.required") == null) {
            assumeTrue(isInstalled(), "not installed: promtool (Debian package prometheus)");
        }

        assertThat(check(Scrape.text())).isEqualTo("0: ");
    }

    @Test
    void checkMetrics_complainsOfABadName() throws Exception {
        if (System.getProperty("programs.required") == null) {
            assumeTrue(isInstalled(), "not installed: promtool (Debian package prometheus)");
        }

        assertThat(check("# HELP halfshakeChecks Checks.\n# TYPE halfshakeChecks counter\nhalfshakeChecks 1\n"))
                .startsWith("3: ");
    }

    /** The exit status and what it prints. */
    private static String check(String metrics) throws Exception {
        Path input = Files.createTempFile("halfshake-scrape", ".txt");
        Path output = Files.createTempFile("halfshake-promtool", ".txt");
        try {
            Files.writeString(input, metrics);
            Process process = new ProcessBuilder(PROGRAM, "check", "metrics")
                    .redirectInput(input.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            assertThat(ended).as("promtool ends").isTrue();
            return process.exitValue() + ": " + Files.readString(output);
        } finally {
            Files.delete(input);
            Files.delete(output);
        }
    }
}
