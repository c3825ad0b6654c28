package io.halfshake.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What metrics weigh, in bytes, in a JVM of its own. */
@Tag("once")
class MetricsMemoryIT {
    private static final int TARGETS = 50_000;

    /** Of a monitor, without those of targets. */
    private static final long METERS = 31;

    private static final long METERS_OF_A_TARGET = 4;

    /** Twenty for each target: the smallest meter would be twenty times that. */
    private static final long MAX_BYTES = 20L * TARGETS;

    /**
     * No more: the time that a registry takes to add and remove them grows faster than their number. The least that
     * their meters may weigh is the most that all else may.
     */
    private static final int LIMIT = TARGETS / 40;

    /** Less than four meters can be: what is weighed is what is meant. */
    private static final long MIN_BYTES_OF_A_TARGET = 800;

    private static final long MAX_BYTES_OF_A_TARGET = 4_000;
    private static final long MAX_WAIT_SECONDS = 900;

    @Test
    void byDefault_memoryDoesNotGrowWithTheTargets() throws Exception {
        Map<String, Long> numbers = run(-1, false);

        assertThat(numbers)
                .containsEntry("up", (long) TARGETS)
                .containsEntry("meters", METERS)
                .containsEntry("metersAfterClose", 0L);
        assertThat(numbers.get("bytes")).as("%s", numbers).isLessThan(MAX_BYTES);
    }

    @Test
    void metersOfTargets_haveALimit() throws Exception {
        Map<String, Long> numbers = run(LIMIT, false);

        assertThat(numbers)
                .containsEntry("meters", METERS + METERS_OF_A_TARGET * LIMIT)
                .containsEntry("metersAfterClose", 0L);
        assertThat(numbers.get("bytes"))
                .as("%s", numbers)
                .isBetween(MIN_BYTES_OF_A_TARGET * LIMIT, MAX_BYTES_OF_A_TARGET * LIMIT + MAX_BYTES);
    }

    @Test
    void removedTargets_leaveNothingBehind() throws Exception {
        Map<String, Long> numbers = run(LIMIT, true);

        assertThat(numbers).containsEntry("targets", 0L).containsEntry("meters", METERS);
        assertThat(numbers.get("bytes")).as("%s", numbers).isLessThan(MAX_BYTES);
    }

    private static Map<String, Long> run(int limit, boolean isRemoval) throws Exception {
        Path output = Files.createTempFile("halfshake-forked", ".out");
        Path log = Files.createTempFile("halfshake-forked", ".log");
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx512m",
                            "-cp",
                            classPath(),
                            MetricsMemoryMain.class.getName(),
                            Integer.toString(TARGETS),
                            Integer.toString(limit),
                            Boolean.toString(isRemoval))
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(output.toFile())
                    .redirectError(log.toFile())
                    .start();
            boolean ended = process.waitFor(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            List<String> lines = Files.readAllLines(output);
            assertThat(ended && process.exitValue() == 0)
                    .as("it ends well: %s %s", lines, Files.readString(log))
                    .isTrue();
            return lines.stream()
                    .map(line -> line.split(" ", -1))
                    .collect(Collectors.toMap(words -> words[0], words -> Long.valueOf(words[1])));
        } finally {
            Files.delete(output);
            Files.delete(log);
        }
    }

    /** Everything that these tests themselves see, on the class path or on the module path. */
    private static String classPath() {
        return Stream.of("jdk.module.path", "java.class.path")
                .map(name -> System.getProperty(name, ""))
                .flatMap(path -> Arrays.stream(path.split(File.pathSeparator, -1)))
                .filter(entry -> !entry.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
