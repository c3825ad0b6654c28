package io.halfshake.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A contender in a JVM of its own, from here. */
final class ForkedContender implements Contender {
    private static final long END_SECONDS = 5;

    /** Fixed: before each turn it is collected, and else would be given back and have to grow again within the turn. */
    private static final String HEAP = "256m";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JavaContender contender;
    private final Process process;
    private final BufferedReader from;
    private final Writer to;

    private ForkedContender(JavaContender contender, Process process) {
        this.contender = contender;
        this.process = process;
        this.from = process.inputReader(StandardCharsets.UTF_8);
        this.to = process.outputWriter(StandardCharsets.UTF_8);
    }

    static ForkedContender start(JavaContender contender, JavaHome java) throws IOException {
        return new ForkedContender(
                contender, fork(java, List.of("-Xms" + HEAP, "-Xmx" + HEAP), ContenderProcess.class, contender.name()));
    }

    /** A JVM with our class path. What it says on stderr is seen. */
    static Process fork(JavaHome java, List<String> options, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(java.path().resolve(Path.of("bin", "java")).toString());
        if (java.version() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Override
    public String name() {
        return contender.text();
    }

    @Override
    public WireKind wire() {
        return contender.wire();
    }

    @Override
    public Turn run(Job job) throws IOException {
        to.write(JSON.writeValueAsString(job) + "\n");
        to.flush();
        String line = from.readLine();
        if (line == null) {
            throw new IllegalStateException(name() + ": ended (expected a turn)");
        }
        return JSON.readValue(line, Turn.class);
    }

    @Override
    public void close() {
        try {
            // The end of its input is its end.
            to.close();
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException | InterruptedException e) {
            process.destroyForcibly();
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
