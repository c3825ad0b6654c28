package io.halfshake.benchmarks.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A JDK.
 *
 * @param path of the directory that has {@code bin/java} in it
 * @param version such as 17
 */
public record JavaHome(Path path, int version) {
    /** The first with virtual threads. */
    private static final int VIRTUAL_THREADS = 21;

    private static final Path INSTALLED = Path.of("/usr/lib/jvm");
    private static final Pattern VERSION = Pattern.compile("^JAVA_VERSION=\"(\\d+)", Pattern.MULTILINE);

    public static JavaHome own() {
        return new JavaHome(
                Path.of(System.getProperty("java.home")), Runtime.version().feature());
    }

    public boolean hasVirtualThreads() {
        return version >= VIRTUAL_THREADS;
    }

    /** This JVM's, if it has virtual threads, else the newest one installed under {@code /usr/lib/jvm}. */
    public static Optional<JavaHome> withVirtualThreads() {
        if (own().hasVirtualThreads()) {
            return Optional.of(own());
        }
        if (!Files.isDirectory(INSTALLED)) {
            return Optional.empty();
        }
        try (Stream<Path> homes = Files.list(INSTALLED)) {
            return homes.flatMap(home -> at(home).stream())
                    .filter(JavaHome::hasVirtualThreads)
                    .max(Comparator.comparingInt(JavaHome::version));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a main class with the class path of this JVM. Its standard error is this JVM's. */
    public Process start(List<String> options, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(path.resolve(Path.of("bin", "java")).toString());
        if (version >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Optional<JavaHome> at(Path home) {
        Path release = home.resolve("release");
        if (!Files.isReadable(release) || !Files.isExecutable(home.resolve("bin/java"))) {
            return Optional.empty();
        }
        try {
            Matcher matcher = VERSION.matcher(Files.readString(release));
            return matcher.find()
                    ? Optional.of(new JavaHome(home, Integer.parseInt(matcher.group(1))))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
