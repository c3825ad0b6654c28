package app;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs {@link Service} with the configuration that a page shows, and requires the lines that it shows. */
public final class Main {
    private static final String FENCE = "```";

    private Main() {}

    /** Arguments: the page, the title of its section, the system property that names the configuration. */
    public static void main(String[] arguments) throws Exception {
        String page = Files.readString(Path.of(arguments[0]));
        String section = after(page, "\n## " + arguments[1] + "\n");
        Path configuration = Path.of("target", arguments[1].contains(".") ? "log.properties" : "log.xml");
        Files.writeString(configuration, block(section, arguments[1].contains(".") ? "properties" : "xml\n<conf"));

        List<String> expected = lines(block(section, "text")).toList();
        List<String> logged = run("-D" + arguments[2] + "=" + configuration.toAbsolutePath());
        if (!logged.equals(expected)) {
            throw new IllegalStateException(
                    "log:\n" + String.join("\n", logged) + "\n(expected:\n" + String.join("\n", expected) + "\n)");
        }
        System.out.println("as on the page: " + logged.size() + " lines");
    }

    private static List<String> run(String option) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Duser.language=en", option, "-classpath", System.getProperty("java.class.path")));
        command.add(Service.class.getName());
        File output = new File("target", "log.txt");
        int status = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start()
                .waitFor();
        String all = Files.readString(output.toPath(), StandardCharsets.UTF_8);
        System.out.println(all);
        if (status != 0) {
            throw new IllegalStateException("status: " + status + " (expected 0)");
        }
        return lines(all).toList();
    }

    /** Those of the log, without what is different each time. */
    private static Stream<String> lines(String text) {
        return text.lines()
                .filter(line -> line.contains(" io.halfshake - "))
                .map(line -> line.replaceFirst("^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} ", ""))
                .map(line -> line.replaceAll("\\d{4}-\\d\\d-\\d\\dT", "DATE T"))
                .map(line -> line.replaceFirst("(127\\.0\\.0\\.1):\\d+ is up: .*", "$1:PORT is up"));
    }

    private static String after(String text, String start) {
        int found = text.indexOf(start);
        if (found < 0) {
            throw new IllegalStateException("page: no \"" + start.strip() + "\"");
        }
        return text.substring(found + start.length());
    }

    private static String block(String text, String start) {
        String block = text.substring(text.indexOf(FENCE + start) + FENCE.length());
        if (!block.startsWith(start)) {
            throw new IllegalStateException("section: no block that starts with " + start);
        }
        return block.substring(block.indexOf('\n') + 1, block.indexOf("\n" + FENCE) + 1);
    }
}
