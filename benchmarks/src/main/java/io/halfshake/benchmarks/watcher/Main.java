package io.halfshake.benchmarks.watcher;

import io.halfshake.lab.Lab;
import io.halfshake.lab.LabNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The main class of {@code benchmarks/watch}. Arguments: the directory of the project, and {@link Options}. */
final class Main {
    private static final int OK = 0;
    private static final int IMPOSSIBLE = 1;
    private static final int USAGE = 2;

    private Main() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.exit(run(arguments));
    }

    /** Returns the exit status. */
    static int run(String... arguments) throws IOException, InterruptedException {
        Options options;
        try {
            if (arguments.length == 0) {
                throw new IllegalArgumentException("arguments: none (expected the directory of the project first)");
            }
            options = Options.parse(arguments, 1);
        } catch (IllegalArgumentException e) {
            log(String.valueOf(e.getMessage()));
            return USAGE;
        }
        if (!LabNetwork.trouble().isEmpty()) {
            log(LabNetwork.trouble());
            return IMPOSSIBLE;
        }
        Path root = Path.of(arguments[0]);
        Path directory = Files.createTempDirectory("halfshake-watch");
        Path report = root.resolve("benchmarks/target/watcher.md");
        try (Lab lab = Lab.start()) {
            String text = new WatcherBenchmark(root, directory, lab, options, Main::log).run();
            Files.writeString(report, text);
            System.out.print(text);
        }
        log("written: " + report + "; the logs are in " + directory);
        return OK;
    }

    private static void log(String text) {
        System.err.println("benchmarks: " + text);
    }
}
