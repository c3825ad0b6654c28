package io.halfshake.cli.serve;

import io.halfshake.cli.command.CommandException;
import io.halfshake.cli.command.EngineOption;
import io.halfshake.cli.command.Environment;
import io.halfshake.cli.command.ExitStatus;
import io.halfshake.cli.command.Interrupts;
import io.halfshake.cli.command.Options;
import io.halfshake.cli.terminal.LogText;
import io.halfshake.cli.terminal.Output;
import io.halfshake.cli.terminal.OutputException;
import io.halfshake.cli.terminal.Texts;
import io.halfshake.internal.Threads;
import io.halfshake.server.Watcher;
import io.halfshake.server.config.ConfigException;
import io.halfshake.server.config.ConfigReader;
import io.halfshake.server.config.LoadedConfig;
import io.halfshake.server.service.ServiceManager;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/** {@code halfshake serve}. */
public final class ServeCommand {
    /** For a start that a signal meets: longer than one takes whose database is there. */
    private static final long START_MILLIS = 1_000;

    private final String config;
    private final boolean checkOnly;
    private final @Nullable String engine;
    private final Environment environment;

    private ServeCommand(String config, boolean checkOnly, @Nullable String engine, Environment environment) {
        this.config = config;
        this.checkOnly = checkOnly;
        this.engine = engine;
        this.environment = environment;
    }

    /**
     * Converts the values that picocli parsed.
     *
     * @throws CommandException if a value is invalid
     */
    public static ServeCommand from(ParseResult parsed, Environment environment) {
        String config = parsed.matchedOptionValue("-c", null);
        if (config == null) {
            throw new CommandException("-c: none (expected the file of the configuration)");
        }
        return new ServeCommand(
                config, Options.isSet(parsed, "--check-config"), EngineOption.forPorts(parsed), environment);
    }

    /**
     * Serves until it is stopped.
     *
     * @return the exit status
     * @throws CommandException if the address is not free
     * @throws io.halfshake.EngineUnavailableException if the engine does not work here
     * @throws OutputException if standard output is closed
     */
    public int run() {
        try {
            Path file = Path.of(config);
            return checkOnly ? check(file) : serve(file);
        } catch (InvalidPathException e) {
            throw CommandException.invalid("-c", config, "the file of the configuration");
        } catch (ConfigException e) {
            e.errors().forEach(text -> environment.stderr().println("halfshake: " + Texts.visible(text)));
            return ExitStatus.ERROR;
        }
    }

    private int check(Path file) throws ConfigException {
        LoadedConfig loaded = new ConfigReader(environment.variables()::get).read(file);
        loaded.warnings().forEach(text -> environment.stderr().println(LogText.warning(text)));
        if (engine != null) {
            // Fails as the start would.
            environment.checkers().open(engine, 1).close();
        }
        int targets = loaded.config().targets().size();
        String line =
                Texts.visible(config) + ": no errors, " + targets + (targets == 1 ? " target" : " targets") + "\n";
        new Output(environment.stdout(), 0).line(line.getBytes(StandardCharsets.UTF_8), 0);
        return ExitStatus.ALL_UP;
    }

    private int serve(Path file) throws ConfigException {
        environment.logLines().writeInBackground();
        try {
            return serveUntilStopped(file);
        } finally {
            environment.logLines().flush();
        }
    }

    private int serveUntilStopped(Path file) throws ConfigException {
        CountDownLatch stopped = new CountDownLatch(1);
        CompletableFuture<Watcher> started = new CompletableFuture<>();
        // Before the line that says that it serves, and before the service manager is notified that it does.
        HangUp.onSignal(() -> reload(started));
        // Also during the start, which may wait for a database.
        Interrupts.Registration interrupt = environment.interrupts().onInterrupt(() -> stop(started, stopped));
        try (Watcher watcher = start(file)) {
            boolean unused = started.complete(watcher);
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            interrupt.cancel();
        }
        return ExitStatus.TERMINATED;
    }

    /** Each signal has a thread, which may wait for the start. */
    private static void reload(CompletableFuture<Watcher> started) {
        var unused = started.join().reload();
    }

    /**
     * On the JVM's way out, which does not wait for the thread that would close it. A start that is nearly done is
     * waited for; one that waits for its database ends with the JVM.
     */
    private void stop(CompletableFuture<Watcher> started, CountDownLatch stopped) {
        System.getLogger("io.halfshake").log(Level.INFO, "stopping");
        if (Threads.completesNormally(started, START_MILLIS)) {
            started.join().close();
        }
        environment.logLines().flush();
        stopped.countDown();
    }

    private Watcher start(Path file) throws ConfigException {
        ServiceManager manager = ServiceManager.of(
                environment.variables(), ProcessHandle.current().pid(), UnixNotifySocket::new);
        try {
            return Watcher.start(
                    file,
                    environment.variables(),
                    checks -> environment.checkers().open(engine, checks),
                    manager);
        } catch (IOException e) {
            throw new CommandException(Texts.visible(Texts.cause(e)));
        }
    }
}
