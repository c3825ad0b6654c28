package io.halfshake.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each configuration of {@code broken-files.txt} is refused with exactly the errors that stand there. */
class BrokenFilesTest {
    private static final Path CASES = Path.of("src/test/resources/broken-files.txt");
    private static final String CASE = "=== ";
    private static final String FILE = "--- ";
    private static final String ERRORS = "--- errors";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    /** Some lines of {@link #CASES}. */
    private record Case(String name, Map<String, String> files, List<String> errors) {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(CASE).append(name).append('\n');
            files.forEach((file, content) ->
                    text.append(FILE).append(file).append('\n').append(content));
            return text.append(ERRORS)
                    .append('\n')
                    .append(String.join("\n", errors))
                    .append('\n')
                    .toString();
        }
    }

    @TestFactory
    Stream<DynamicTest> configuration_isRefusedWithItsErrors() throws IOException {
        return cases().stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.name(), () -> assertThat(errors(each)).isEqualTo(each.errors())));
    }

    @Test
    void cases_areManyAndHaveErrors() throws IOException {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(60);
        assertThat(cases()).noneMatch(each -> each.errors().isEmpty() && !isWriting());
    }

    @Test
    void errors_areWrittenOnRequest() throws IOException {
        if (isWriting()) {
            StringBuilder text = new StringBuilder(head());
            for (Case each : cases()) {
                text.append('\n').append(new Case(each.name(), each.files(), errors(each)));
            }
            Files.writeString(CASES, text);
        }
    }

    private static boolean isWriting() {
        return System.getProperty("halfshake.golden.write") != null;
    }

    private List<String> errors(Case each) {
        Configs configs = new Configs(directory.resolve(each.name().replace(' ', '-')));
        each.files().forEach(configs::file);
        return configs.errors();
    }

    private static String head() throws IOException {
        String text = Files.readString(CASES);
        return text.substring(0, text.indexOf("\n" + CASE));
    }

    private static List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (String part : Files.readString(CASES).split("(?m)^" + CASE, -1)) {
            if (!part.startsWith("#")) {
                cases.add(parse(part));
            }
        }
        return cases;
    }

    private static Case parse(String text) {
        String[] parts = text.split("(?m)^" + FILE, -1);
        Map<String, String> files = new LinkedHashMap<>();
        List<String> errors = List.of();
        for (int i = 1; i < parts.length; i++) {
            int line = parts[i].indexOf('\n');
            String name = parts[i].substring(0, line);
            String content = parts[i].substring(line + 1);
            if (name.equals("errors")) {
                errors = content.lines().filter(error -> !error.isBlank()).toList();
            } else {
                files.put(name, content);
            }
        }
        return new Case(parts[0].strip(), files, errors);
    }
}
