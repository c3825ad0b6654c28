package io.halfshake.benchmarks;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs that are installed, also those that only root has on his path. */
final class Programs {
    private Programs() {}

    static Optional<Path> find(String name) {
        return Stream.of(String.join(File.pathSeparator, System.getenv("PATH"), "/usr/sbin", "/sbin")
                        .split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static String path(String name) {
        return find(name)
                .map(Path::toString)
                .orElseThrow(() -> new IllegalStateException("program: " + name + " (expected installed)"));
    }
}
