package io.halfshake.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ExecSinkIT {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Path directory;

    ExecSinkIT(@TempDir Path directory) {
        this.directory = directory;
    }

    private static Sink sink(Duration timeout, String... command) {
        List<Secret> secrets = Stream.of(command).map(Secret::new).toList();
        return Sinks.of(new SinkConfig("x", new Destination.Exec(secrets), Duration.ofSeconds(1), null, timeout));
    }

    private static Message message() {
        return new Message(false, List.of(Samples.down("a:1")));
    }

    private static SinkException failure(Sink sink) {
        return catchThrowableOfType(SinkException.class, () -> sink.send(message(), Samples.START));
    }

    /**
     * For a shell: a process that another test starts meanwhile may hold a file open that was just written (ETXTBSY).
     */
    private String script(String text) throws IOException {
        return Files.writeString(directory.resolve("script"), text + "\n").toString();
    }

    @Test
    void program_getsTheJsonAndItsArgumentsAsTheyAre() throws Exception {
        Path out = directory.resolve("out");
        sink(LONG, "sh", script("printf '%s|' \"$@\" > \"$1\"; cat >> \"$1\""), out.toString(), "a b", "$HOME; *", "")
                .send(message(), Samples.START);
        assertThat(out)
                .hasContent(out + "|a b|$HOME; *||"
                        + new String(AlertJson.message(message(), Samples.START), StandardCharsets.UTF_8));
    }

    @Test
    void outputAndInputThatIsNotRead_delayNothing() throws Exception {
        AlertTarget about = new AlertTarget("n".repeat(1 << 20), null, Map.of(), List.of());
        Message large = new Message(false, List.of(Alert.firing(Samples.goesDown("a:1"), about)));
        sink(LONG, "sh", script("head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2"))
                .send(large, Samples.START);
    }

    @Test
    void otherStatus_isAFailure() throws Exception {
        assertThat(failure(sink(LONG, "sh", script("exit 3")))).hasMessage("exit status 3");
    }

    @Test
    void programThatIsNotThere_isAFailureThatDoesNotShowTheCommand() {
        assertThat(failure(sink(LONG, directory.resolve("hush").toString(), "hush")))
                .hasMessage("not started: IOException")
                .hasNoCause();
    }

    /** Such as one that something else has deleted, or that cannot be: the program has run. */
    @Test
    void fileThatCannotBeDeleted_isNoFailure() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        ExecSink.delete(file);
        ExecSink.delete(file);
        assertThat(file).doesNotExist();
        Path unused = Files.createFile(directory.resolve("other"));
        ExecSink.delete(directory);
        assertThat(directory).exists();
    }

    @Test
    void programThatTakesTooLong_isKilledWithItsDescendants() throws Exception {
        Path pids = directory.resolve("pids");
        String script = script("sleep 1000 & echo $! > " + pids + ".new; (sleep 1000 & echo $! >> " + pids + ".new; mv "
                + pids + ".new " + pids + "; wait) & wait");
        // Long enough for the script to write its file on a busy machine, or else the test says so.
        assertThat(failure(sink(Duration.ofSeconds(15), "sh", script))).hasMessage("killed after 15000 ms");
        List<String> lines = Files.readAllLines(pids);
        assertThat(lines).hasSize(2);
        for (String pid : lines) {
            awaitEnd(pid);
        }
    }

    private static void awaitEnd(String pid) throws Exception {
        Optional<ProcessHandle> handle = ProcessHandle.of(Long.parseLong(pid));
        if (handle.isPresent()) {
            ProcessHandle unused = handle.get().onExit().get(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void interrupt_killsTheProgram() throws Exception {
        Path pid = directory.resolve("pid");
        Sink sink =
                sink(LONG, "sh", script("echo $$ > " + pid + ".new; mv " + pid + ".new " + pid + "; exec sleep 1000"));
        Thread sender = new Thread(() -> {
            try {
                sink.send(message(), Samples.START);
            } catch (SinkException | InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        sender.start();
        while (!Files.exists(pid)) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        sender.interrupt();
        sender.join();
        awaitEnd(Files.readString(pid).strip());
    }
}
