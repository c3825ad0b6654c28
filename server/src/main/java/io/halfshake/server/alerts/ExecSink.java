package io.halfshake.server.alerts;

import io.halfshake.server.service.ServiceManager;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program with the JSON of {@link AlertJson} on its standard input, without a shell. */
final class ExecSink implements Sink {
    private static final System.Logger LOG = System.getLogger("io.halfshake");

    private final List<String> command;
    private final Duration timeout;

    ExecSink(Destination.Exec exec, Duration timeout) {
        this.command = exec.command().stream().map(Secret::value).toList();
        this.timeout = timeout;
    }

    @Override
    public void send(Message message, Instant now) throws SinkException, InterruptedException {
        Process process = start(AlertJson.message(message, now));
        boolean ended = false;
        try {
            ended = process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            if (!ended) {
                kill(process.toHandle());
            }
        }
        if (!ended) {
            throw SinkException.passing("killed after " + timeout.toMillis() + " ms");
        }
        if (process.exitValue() != 0) {
            throw SinkException.passing("exit status " + process.exitValue());
        }
    }

    /** Standard input is a file: writing to a pipe would wait for a program that does not read. */
    private Process start(byte[] json) throws SinkException {
        try {
            Path input = Files.createTempFile("halfshake-alert-", ".json");
            try {
                Files.write(input, json);
                ProcessBuilder builder = new ProcessBuilder(command)
                        .redirectInput(input.toFile())
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(Redirect.DISCARD);
                builder.environment().keySet().removeAll(ServiceManager.VARIABLES);
                return builder.start();
            } finally {
                // The process has it open.
                delete(input);
            }
        } catch (IOException e) {
            // Its text has the command.
            throw SinkException.passing("not started: " + e.getClass().getSimpleName());
        }
    }

    /** The program may run by now, and has what it needs: a file that stays is no failure of the message. */
    static void delete(Path input) {
        try {
            boolean unused = Files.deleteIfExists(input);
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "file not deleted: " + input + " (" + e.getClass().getSimpleName() + ")");
        }
    }

    /**
     * Those that it has started too, each before its own, which it could start again. One that it starts between the
     * two calls is not found, since it has lost its parent by then: Java has neither process groups nor SIGSTOP.
     */
    private static void kill(ProcessHandle process) {
        List<ProcessHandle> children = process.children().toList();
        boolean unused = process.destroyForcibly();
        children.forEach(ExecSink::kill);
    }
}
