package io.halfshake.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
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
record JavaHome(Path path, int version) {
    /** The first with virtual threads. */
    private static final int VIRTUAL_THREADS = 21;

    private static final Path INSTALLED = Path.of("/usr/lib/jvm");
    private static final Pattern VERSION = Pattern.compile("^JAVA_VERSION=\"(\\d+)", Pattern.MULTILINE);

    static JavaHome own() {
        return new JavaHome(
                Path.of(System.getProperty("java.home")), Runtime.version().feature());
    }

    boolean hasVirtualThreads() {
        return version >= VIRTUAL_THREADS;
    }

    /** Our own, if it has virtual threads, else the newest that Debian has installed. */
    static Optional<JavaHome> withVirtualThreads() {
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
