package io.halfshake.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process that reads and writes lines, and ends when its input ends. For one thread at a time. */
public final class LineProcess implements AutoCloseable {
    private final Process process;
    private final Duration timeout;
    private final BufferedReader from;
    private final Writer to;

    /**
     * Takes over a process that was started.
     *
     * @param process a running one; its input and output are used by this object alone
     * @param timeout how long it may take to end before it is killed
     */
    public LineProcess(Process process, Duration timeout) {
        this.process = process;
        this.timeout = timeout;
        this.from = process.inputReader(StandardCharsets.UTF_8);
        this.to = process.outputWriter(StandardCharsets.UTF_8);
    }

    /**
     * The number of the process.
     *
     * @return its process ID
     */
    public long pid() {
        return process.pid();
    }

    /**
     * Writes a line.
     *
     * @param line without its end
     * @throws IOException if the process has ended
     */
    public void send(String line) throws IOException {
        to.write(line + "\n");
        to.flush();
    }

    /**
     * Waits for a line.
     *
     * @return without its end; null if the process has ended
     * @throws IOException if it cannot be read
     */
    public @Nullable String line() throws IOException {
        return from.readLine();
    }

    @Override
    public void close() {
        try {
            to.close();
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
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
