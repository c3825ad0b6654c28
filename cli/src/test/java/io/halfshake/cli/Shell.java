package io.halfshake.cli;

import io.halfshake.Checker;
import io.halfshake.EngineStatus;
import io.halfshake.UnknownReason;
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
final class Shell implements CheckerFactory, Interrupts {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();
    final Map<String, String> environment = new HashMap<>(Map.of("TERM", "xterm"));
    /** Its readings wrap round within a second. */
    final ManualTime time = ManualTime.startingAt(Long.MAX_VALUE - 500_000_000);

    final FakeChecker checker = FakeChecker.create(time);
    final List<Runnable> onInterrupt = new ArrayList<>();
    final List<EngineStatus> engines = new ArrayList<>();
    OutputStream stdout = out;
    InputStream stdin = new ByteArrayInputStream(new byte[0]);
    TerminalSize terminalSize = TerminalSize.USUAL;
    boolean stdoutIsTerminal;
    boolean stderrIsTerminal;

    @Nullable
    RuntimeException unavailable;

    /** What asks for echo; null where that does not work. */
    @Nullable
    Checker echo;

    @Nullable
    String engineAsked;

    @Nullable
    Integer inFlightAsked;

    /** Knows a few targets, named after what they answer. */
    Shell() {
        for (int port = 1; port <= 3; port++) {
            checker.on("up:" + port).up(Duration.ofNanos(214_000));
            checker.on("down:" + port).refused();
            checker.on("unknown:" + port).unknown(UnknownReason.UNRESOLVED);
        }
    }

    int run(String... arguments) {
        return new CommandLineApplication(surroundings()).run(arguments);
    }

    Surroundings surroundings() {
        return new Surroundings(
                stdin,
                stdout,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                stdoutIsTerminal,
                stderrIsTerminal,
                environment,
                this,
                time,
                this,
                new ShellTime(time),
                () -> terminalSize);
    }

    Shell typing(String text) {
        stdin = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String complained() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Override
    public Checker open(@Nullable String engine, @Nullable Integer maxInFlight) {
        if (CheckOptions.ECHO.equals(engine)) {
            // The text of the real thing; only the library makes it.
            return echo == null ? Checker.builder().engine("carrier-pigeon").build() : echo;
        }
        engineAsked = engine;
        inFlightAsked = maxInFlight;
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
