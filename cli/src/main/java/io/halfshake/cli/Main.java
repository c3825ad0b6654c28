package io.halfshake.cli;

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
     * @param arguments what the user wrote
     */
    public static void main(String[] arguments) {
        System.exit(new CommandLineApplication(surroundings()).run(arguments));
    }

    /** Streams straight from the descriptors: {@link System#out} hides that its reader went away. */
    private static Surroundings surroundings() {
        return new Surroundings(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                Terminals.isTerminal("stdout", 1),
                Terminals.isTerminal("stderr", 2),
                System.getenv(),
                CheckerFactory.library(),
                new SystemClock(),
                new ShutdownHooks(),
                new SystemWatchTime(),
                new SystemTerminal(System.getenv()));
    }

    private static final class SystemClock implements LongSupplier {
        @Override
        public long getAsLong() {
            return System.nanoTime();
        }
    }
}
