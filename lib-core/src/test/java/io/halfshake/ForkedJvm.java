package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A JVM of its own for what cannot be changed in this one: modules, properties, limits, the network. */
final class ForkedJvm {
    private static final long TIMEOUT_SECONDS = 600;

    private Class<?> main;
    private final List<String> options = new ArrayList<>(List.of("-Xmx256m"));
    private final List<String> wrapper = new ArrayList<>();
    private String before = "";
    private String classPath =
            Stream.of(classes(), testClasses()).map(Path::toString).collect(Collectors.joining(File.pathSeparator));

    ForkedJvm(Class<?> main) {
        this.main = main;
    }

    static Path classes() {
        return existing("target/classes");
    }

    static Path testClasses() {
        return existing("target/test-classes");
    }

    private static Path existing(String path) {
        Path absolute = Path.of(path).toAbsolutePath();
        assertThat(absolute).isDirectory();
        return absolute;
    }

    ForkedJvm main(Class<?> other) {
        main = other;
        return this;
    }

    ForkedJvm options(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    ForkedJvm classPath(Path... entries) {
        classPath = Stream.of(entries).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        return this;
    }

    /** A command that runs the rest of its arguments. */
    ForkedJvm under(String... command) {
        wrapper.addAll(List.of(command));
        return this;
    }

    /** Shell commands to be run first, in the process that becomes the JVM; each must succeed. */
    ForkedJvm after(String... commands) {
        before = String.join(" && ", commands) + " && ";
        return this;
    }

    /** The lines printed, without those of the log. The exit status must be zero. */
    List<String> run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(List.of("bash", "-c", before + "exec \"$@\"", "bash"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private static List<String> run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("halfshake-forked", ".out");
        Path log = Files.createTempFile("halfshake-forked", ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(output.toFile())
                    .redirectError(log.toFile());
            // Where an unprivileged user's PATH has no "ip".
            builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + ":" + more);
            Process process = builder.start();
            boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            String everything = Files.readString(output) + Files.readString(log);
            assertThat(ended).as("it ends: %s\n%s", command, everything).isTrue();
            assertThat(process.exitValue())
                    .as("exit status of %s\n%s", command, everything)
                    .isZero();
            return Files.readAllLines(output, StandardCharsets.UTF_8);
        } finally {
            Files.delete(output);
            Files.delete(log);
        }
    }
}
