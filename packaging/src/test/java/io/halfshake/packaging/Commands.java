package io.halfshake.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs programs for a test. */
final class Commands {
    private static final long MAX_SECONDS = 300;
    private static final String INHERITED =
            "HALFSHAKE_.*|(_JAVA|JAVA_TOOL|JDK_JAVA)_OPTIONS|NOTIFY_SOCKET|CACHE_DIRECTORY";

    private Commands() {}

    /** The exit status, and all that the program has written. */
    record Ended(int status, String output) {}

    /** Skips the test where it is not there and may be missing. */
    static void assumeInstalled(String name, String debianPackage) {
        // As .ci/run wants it.
        if (System.getProperty("programs.required") == null) {
            boolean isInstalled = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                    .map(directory -> Path.of(directory, name))
                    .anyMatch(Files::isExecutable);
            assumeTrue(isInstalled, "not installed: " + name + " (Debian package " + debianPackage + ")");
        }
    }

    /** Removes what is set for the command line, or for any JVM, where the tests are started. */
    static void clear(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.matches(INHERITED));
    }

    static Ended run(Path directory, List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "output", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        Map<String, String> environment = builder.environment();
        clear(environment);
        environment.put("JAVA_HOME", System.getProperty("java.home", ""));
        environment.put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        boolean ended = process.waitFor(MAX_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended).as("%s ends; %s", command, text).isTrue();
        return new Ended(process.exitValue(), text);
    }
}
