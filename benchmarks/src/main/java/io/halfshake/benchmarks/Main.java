package io.halfshake.benchmarks;

import io.halfshake.lab.LabNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code benchmarks/run} runs. Arguments: the directory of the project, and {@link Options}. */
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
        try (Benchmark benchmark = new Benchmark(options, Main::say)) {
            write(benchmark.run(), root, options);
        }
    }

    private static void say(String text) {
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
        say("written: " + target.resolve("performance") + ".md, .json and .svg");
        if (options.write()) {
            Path page = root.resolve("docs/performance.md");
            Files.writeString(page, Page.with(Files.readString(page), table));
            Files.writeString(root.resolve("docs/performance.svg"), plot);
            say("written: " + page + " and performance.svg beside it");
        }
    }
}
