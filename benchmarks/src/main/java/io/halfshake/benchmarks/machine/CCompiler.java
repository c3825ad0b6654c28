package io.halfshake.benchmarks.machine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compiles the sources in {@code src/main/c}, which are resources, into a directory that is deleted on close. */
public final class CCompiler implements AutoCloseable {
    public static final String PROGRAM = "gcc";

    private final String compiler;
    private final Path directory;
    private final List<Path> files = new ArrayList<>();

    /** With this program, which takes gcc's options. */
    public CCompiler(String compiler) throws IOException {
        this(compiler, Files.createTempDirectory("halfshake-c"));
    }

    /** The same, into this directory, which is empty. */
    public CCompiler(String compiler, Path directory) {
        this.compiler = compiler;
        this.directory = directory;
    }

    /**
     * What a compilation yields.
     *
     * @param program the file to execute, if {@code status} is 0
     * @param status of the compiler
     * @param output of the compiler: errors and warnings
     */
    public record Compiled(Path program, int status, String output) {}

    /** Compiles {@code name.c}, which includes no other source than {@code turns.h}. */
    public Compiled compile(String name) throws IOException, InterruptedException {
        extract("turns.h");
        Path source = extract(name + ".c");
        Path program = directory.resolve(name);
        files.add(program);
        Process process = new ProcessBuilder(
                        compiler, "-std=c11", "-O2", "-Wall", "-Wextra", "-o", program.toString(), source.toString())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        return new Compiled(program, process.waitFor(), output);
    }

    private Path extract(String name) throws IOException {
        Path file = directory.resolve(name);
        if (!files.contains(file)) {
            try (InputStream source = CCompiler.class.getResourceAsStream("/c/" + name)) {
                if (source == null) {
                    throw new IllegalArgumentException("source: " + name + " (expected a resource in /c)");
                }
                Files.copy(source, file);
            }
            files.add(file);
        }
        return file;
    }

    @Override
    public void close() throws IOException {
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.delete(directory);
    }
}
