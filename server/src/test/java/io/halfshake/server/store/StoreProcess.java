package io.halfshake.server.store;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A JVM that runs {@link StoreMain}. */
final class StoreProcess implements AutoCloseable {
    private static final long MAX_SECONDS = 600;

    private final Process process;
    private final Path log;
    private final BufferedReader output;

    /** The prefix is a command that runs the one behind it; empty for none. */
    StoreProcess(Path directory, List<String> prefix, String... arguments) throws IOException {
        log = directory.resolve("child-" + System.nanoTime() + ".log");
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (prefix.isEmpty()) {
            // One that is killed while it loads the driver's library leaves it there.
            command.add("-Djava.io.tmpdir=" + directory);
        }
        command.addAll(List.of("-Xmx256m", "-cp", classPath(), StoreMain.class.getName()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        output = process.inputReader(StandardCharsets.UTF_8);
    }

    private static String classPath() {
        return Stream.of("jdk.module.path", "java.class.path")
                .map(name -> System.getProperty(name, ""))
                .flatMap(path -> Arrays.stream(path.split(File.pathSeparator, -1)))
                .filter(entry -> !entry.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The next line that it prints; an error with its log if it has ended. */
    String next() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new AssertionError(Files.readString(log));
        }
        return line;
    }

    /** SIGKILL; returns the lines that it had printed and that were not read. */
    List<String> kill() throws Exception {
        // Not by the process itself, which would close its output too.
        boolean unusedRequest = process.toHandle().destroyForcibly();
        List<String> rest = output.lines().toList();
        int unused = process.waitFor();
        return rest;
    }

    /** Everything, once it has ended well. */
    List<String> result() throws Exception {
        List<String> lines = output.lines().toList();
        if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError(Files.readString(log));
        }
        return lines;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
