package io.halfshake.benchmarks;

import io.halfshake.benchmarks.report.GeneratedSection;
import io.halfshake.benchmarks.report.JsonTable;
import io.halfshake.benchmarks.report.MarkdownTable;
import io.halfshake.benchmarks.report.Plot;
import io.halfshake.benchmarks.report.Results;
import io.halfshake.benchmarks.workload.Options;
import io.halfshake.lab.LabNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The main class of {@code benchmarks/run}. Arguments: the directory of the project, and {@link Options}. */
final class Main {
    private static final int OK = 0;
    private static final int IMPOSSIBLE = 1;
    private static final int USAGE = 2;

    private Main() {}

    /** Ends the JVM, since a library that took part may have left threads running. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.exit(run(arguments));
    }

    /** Returns the exit status. */
    static int run(String... arguments) throws IOException, InterruptedException {
        Path root;
        Options options;
        try {
            if (arguments.length == 0) {
                throw new IllegalArgumentException("arguments: none (expected the directory of the project first)");
            }
            root = Path.of(arguments[0]);
            options = Options.parse(Arrays.copyOfRange(arguments, 1, arguments.length));
        } catch (IllegalArgumentException e) {
            log(String.valueOf(e.getMessage()));
            return USAGE;
        }
        if (!LabNetwork.trouble().isEmpty()) {
            log(LabNetwork.trouble());
            return IMPOSSIBLE;
        }
        try (Benchmark benchmark = new Benchmark(options, Main::log)) {
            write(benchmark.run(), root, options);
        }
        return OK;
    }

    private static void log(String text) {
        System.err.println("benchmarks: " + text);
    }

    private static void write(Results results, Path root, Options options) throws IOException {
        String table = MarkdownTable.of(results);
        String plot = Plot.of(results);
        Path target = root.resolve("benchmarks/target");
        Files.writeString(target.resolve("performance.md"), table);
        Files.writeString(target.resolve("performance.json"), JsonTable.of(results));
        Files.writeString(target.resolve("performance.svg"), plot);
        System.out.print(table);
        log("written: " + target.resolve("performance") + ".md, .json and .svg");
        if (options.write()) {
            Path page = root.resolve("benchmarks/results/performance.md");
            Files.writeString(page, GeneratedSection.with(Files.readString(page), table));
            Files.writeString(root.resolve("benchmarks/results/performance.svg"), plot);
            log("written: " + page + " and performance.svg beside it");
        }
    }
}
