package io.halfshake.benchmarks.machine;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds installed programs, including those that only root has on its path. */
public final class Programs {
    private Programs() {}

    public static Optional<Path> find(String name) {
        return Stream.of(String.join(File.pathSeparator, System.getenv("PATH"), "/usr/sbin", "/sbin")
                        .split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    public static String path(String name) {
        return find(name)
                .map(Path::toString)
                .orElseThrow(() -> new IllegalStateException("program: " + name + " (expected installed)"));
    }
}
