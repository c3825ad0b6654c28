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

/** The main class of {@code benchmarks/run}. Arguments: the directory of the project, and {@link Options}. */
final class Main {
    private Main() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path root = Path.of(arguments[0]);
        Options options;
        try {
            String[] rest = new String[arguments.length - 1];
            System.arraycopy(arguments, 1, rest, 0, rest.length);
            options = Options.parse(rest);
        } catch (IllegalArgumentException e) {
            System.err.println("benchmarks: " + e.getMessage());
            System.exit(2);
            return;
        }
        if (!LabNetwork.trouble().isEmpty()) {
            System.err.println("benchmarks: " + LabNetwork.trouble());
            System.exit(1);
        }
        try (Benchmark benchmark = new Benchmark(options, Main::log)) {
            write(benchmark.run(), root, options);
        }
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
