package io.halfshake.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line in a JVM of its own, as a user starts it. */
public final class Program implements AutoCloseable {
    private final Process process;
    private final BufferedReader stdout;

    private Program(Process process) {
        this.process = process;
        this.stdout = process.inputReader(StandardCharsets.UTF_8);
    }

    public static Program start(Path stderr, String... arguments) throws IOException {
        return launch(List.of(), List.of(), stderr, arguments);
    }

    /** With further options of the JVM, which replace those that it has otherwise. */
    public static Program startWith(List<String> options, Path stderr, String... arguments) throws IOException {
        return launch(List.of(), options, stderr, arguments);
    }

    /** By way of another program, which gets the rest of its command line. */
    public static Program startBy(List<String> starter, Path stderr, String... arguments) throws IOException {
        return launch(starter, List.of(), stderr, arguments);
    }

    private static Program launch(List<String> starter, List<String> options, Path stderr, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(starter);
        command.addAll(List.of(
                // A script's background jobs, and their children, are started with SIGINT ignored, those of nohup with
                // SIGHUP.
                "env",
                "--default-signal",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // As the launcher's jar says in its manifest; before JDK 22 there was nothing to allow.
                Runtime.version().feature() >= 22 ? "--enable-native-access=ALL-UNNAMED" : "-Xmx48m",
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        // The last one of several counts.
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        return new Program(
                CleanEnvironment.builder(command).redirectError(stderr.toFile()).start());
    }

    public String readLine() throws IOException {
        String line = stdout.readLine();
        if (line == null) {
            throw new IOException("standard output: at its end (expected a line)");
        }
        return line;
    }

    public List<String> readLines() {
        return stdout.lines().toList();
    }

    void write(String text) throws IOException {
        process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    void endStandardInput() throws IOException {
        process.getOutputStream().close();
    }

    public void stopReading() throws IOException {
        stdout.close();
    }

    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public int waitFor() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        process.getOutputStream().close();
        stdout.close();
    }
}
