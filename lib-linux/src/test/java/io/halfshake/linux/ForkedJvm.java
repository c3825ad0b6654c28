package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A JVM of its own, for what cannot be changed in this one: its class path, its network, its life. */
final class ForkedJvm {
    private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

    private final Class<?> main;
    private final List<String> options = new ArrayList<>(List.of("-Xmx256m"));
    private final List<String> wrapper = new ArrayList<>();
    private final List<String> closestWrapper = new ArrayList<>();
    private String before = "";
    private List<Path> classPath = wholeClassPath();
    private Duration timeout = Duration.ofMinutes(60);

    ForkedJvm(Class<?> main) {
        this.main = main;
        if (Runtime.version().feature() >= 22) {
            options.add(NATIVE_ACCESS);
        }
    }

    /** What a JVM that ended well has printed. */
    record Printed(List<String> output, List<String> log) {}

    /** Everything that these tests themselves see, on the class path or on the module path. */
    static List<Path> wholeClassPath() {
        return Stream.of("jdk.module.path", "java.class.path")
                .map(name -> System.getProperty(name, ""))
                .flatMap(path -> Arrays.stream(path.split(File.pathSeparator)))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .toList();
    }

    ForkedJvm options(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /** As an application that does not know of it. */
    ForkedJvm withoutNativeAccess() {
        options.remove(NATIVE_ACCESS);
        return this;
    }

    /** Leaves out those entries of the class path whose file name begins so. */
    ForkedJvm without(String... prefixes) {
        Predicate<Path> unwanted =
                path -> Stream.of(prefixes).anyMatch(path.getFileName().toString()::startsWith);
        assertThat(classPath).as("something to leave out").anyMatch(unwanted);
        classPath = classPath.stream().filter(unwanted.negate()).toList();
        return this;
    }

    /** There need not be one here either. */
    ForkedJvm withoutNetty() {
        classPath = classPath.stream()
                .filter(path -> !path.getFileName().toString().startsWith("netty-"))
                .toList();
        return this;
    }

    ForkedJvm with(List<Path> entries) {
        classPath = Stream.concat(classPath.stream(), entries.stream()).toList();
        return this;
    }

    /** A command that runs the rest of its arguments. */
    ForkedJvm under(String... command) {
        wrapper.addAll(List.of(command));
        return this;
    }

    /** A command that runs the JVM and not what comes before it. */
    ForkedJvm startedBy(String... command) {
        closestWrapper.addAll(List.of(command));
        return this;
    }

    /** Shell commands to be run first, in the process that becomes the JVM; each must succeed. */
    ForkedJvm after(String... commands) {
        before += String.join(" && ", commands) + " && ";
        return this;
    }

    /** How long it may run; far more than it should. */
    ForkedJvm timeout(Duration atMost) {
        timeout = atMost;
        return this;
    }

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(List.of("bash", "-c", before + "exec \"$@\"", "bash"));
        command.addAll(closestWrapper);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                String.join(
                        File.pathSeparator,
                        classPath.stream().map(Path::toString).toList()),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectInput(new File("/dev/null"));
        // Where an unprivileged user's PATH has no "ip".
        builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + ":" + more);
        return builder;
    }

    /** Starts it. What it prints is to be read by the caller; its errors appear among those of this JVM. */
    Process start(String... arguments) throws IOException {
        return builder(command(arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Runs it to its end. The exit status must be zero. */
    Printed run(String... arguments) throws IOException, InterruptedException {
        List<String> command = command(arguments);
        Path output = Files.createTempFile("halfshake-forked", ".out");
        Path log = Files.createTempFile("halfshake-forked", ".log");
        try {
            Process process = builder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(log.toFile())
                    .start();
            boolean ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            String everything = Files.readString(output) + Files.readString(log);
            assertThat(ended).as("it ends: %s\n%s", command, everything).isTrue();
            assertThat(process.exitValue())
                    .as("exit status of %s\n%s", command, everything)
                    .isZero();
            return new Printed(Files.readAllLines(output), Files.readAllLines(log));
        } finally {
            Files.delete(output);
            Files.delete(log);
        }
    }
}
