package io.halfshake.cli;

import io.halfshake.Checker;
import io.halfshake.EngineStatus;
import io.halfshake.UnknownReason;
import io.halfshake.cli.command.CheckerFactory;
import io.halfshake.cli.command.EngineOption;
import io.halfshake.cli.command.Environment;
import io.halfshake.cli.command.Interrupts;
import io.halfshake.cli.terminal.LogLines;
import io.halfshake.cli.terminal.TerminalSize;
import io.halfshake.testing.FakeChecker;
import io.halfshake.testing.ManualTime;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs a command as a shell would, without a process. Its clock passes when the fake's does. */
public final class Shell implements CheckerFactory, Interrupts {
    public final ByteArrayOutputStream out = new ByteArrayOutputStream();
    public final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream stderr = new PrintStream(err, true, StandardCharsets.UTF_8);
    public final LogLines logLines = new LogLines(stderr);
    public final Map<String, String> variables = new HashMap<>(Map.of("TERM", "xterm"));
    /** Its readings wrap round within a second. */
    public final ManualTime time = ManualTime.startingAt(Long.MAX_VALUE - 500_000_000);

    public final FakeChecker checker = FakeChecker.create(time);
    public final List<Runnable> onInterrupt = new ArrayList<>();
    public final List<EngineStatus> engines = new ArrayList<>();
    public OutputStream stdout = out;
    InputStream stdin = new ByteArrayInputStream(new byte[0]);
    public TerminalSize terminalSize = TerminalSize.DEFAULT;
    public boolean stdoutIsTerminal;
    public boolean stdoutClosed;
    public boolean stderrIsTerminal;

    @Nullable
    public RuntimeException unavailable;

    /** What asks for echo; null where that does not work. */
    @Nullable
    public Checker echo;

    @Nullable
    public String requestedEngine;

    @Nullable
    public Integer requestedInFlight;

    /** Knows a few targets, named after what they answer. */
    public Shell() {
        for (int port = 1; port <= 3; port++) {
            checker.on("up:" + port).up(Duration.ofNanos(214_000));
            checker.on("down:" + port).refused();
            checker.on("unknown:" + port).unknown(UnknownReason.UNRESOLVED);
        }
    }

    public int run(String... arguments) {
        return new CommandLineApplication(environment()).run(arguments);
    }

    public Environment environment() {
        return new Environment(
                stdin,
                stdout,
                stderr,
                logLines,
                () -> stdoutClosed,
                stdoutIsTerminal,
                stderrIsTerminal,
                variables,
                this,
                time,
                this,
                new ShellClock(time),
                () -> terminalSize);
    }

    public Shell withStdin(String text) {
        stdin = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    public String output() {
        return out.toString(StandardCharsets.UTF_8);
    }

    public String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Override
    public Checker open(@Nullable String engine, @Nullable Integer maxInFlight) {
        if (EngineOption.ECHO.equals(engine)) {
            // The text of the real thing; only the library makes it.
            return echo == null ? Checker.builder().engine("carrier-pigeon").build() : echo;
        }
        requestedEngine = engine;
        requestedInFlight = maxInFlight;
        if (unavailable != null) {
            throw unavailable;
        }
        return checker;
    }

    @Override
    public List<EngineStatus> engines() {
        return engines;
    }

    @Override
    public Registration onInterrupt(Runnable action) {
        onInterrupt.add(action);
        return () -> onInterrupt.remove(action);
    }
}
