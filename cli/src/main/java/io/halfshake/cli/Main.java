package io.halfshake.cli;

import io.halfshake.cli.command.CheckerFactory;
import io.halfshake.cli.command.Environment;
import io.halfshake.cli.terminal.LogLines;
import io.halfshake.cli.terminal.StandardOutputPoll;
import io.halfshake.cli.terminal.SystemTerminal;
import io.halfshake.cli.terminal.Terminals;
import io.halfshake.cli.watch.SystemWatchClock;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;

/** {@code halfshake} on the command line. */
public final class Main {
    private Main() {}

    /**
     * Runs a command and ends the process.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        JavaLogging.configure();
        Launcher launcher = Launcher.ofThisProcess();
        System.exit(launcher.jvmStatus(new CommandLineApplication(environment(launcher)).run(arguments)));
    }

    /** Streams directly on the descriptors: {@link System#out} hides write errors. */
    static Environment environment(Launcher launcher) {
        return new Environment(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                LogLines.standardError(),
                new StandardOutputPoll(),
                Terminals.isTerminal("stdout", 1),
                Terminals.isTerminal("stderr", 2),
                System.getenv(),
                CheckerFactory.library(),
                new SystemClock(),
                new ShutdownHooks(launcher),
                new SystemWatchClock(),
                new SystemTerminal(System.getenv()));
    }

    private static final class SystemClock implements LongSupplier {
        @Override
        public long getAsLong() {
            return System.nanoTime();
        }
    }
}
