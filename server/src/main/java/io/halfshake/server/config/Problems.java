package io.halfshake.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is wrong with a configuration: errors, which refuse it, and warnings. */
final class Problems {
    /** The first ones help; a file of another kind may have a million. */
    static final int MAX_SHOWN = 100;

    private static final Comparator<Problem> BY_PLACE = Comparator.comparingInt(Problem::fileNumber)
            .thenComparingInt(problem -> problem.position().line())
            .thenComparingInt(problem -> problem.position().column());

    private final Map<String, Integer> fileNumbers = new HashMap<>();
    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    private record Problem(int fileNumber, SourcePosition position, String text) {
        @Override
        public String toString() {
            return position + ": " + text;
        }
    }

    /** Files are reported in the order in which this was called. */
    void startFile(String file) {
        fileNumbers.putIfAbsent(file, fileNumbers.size());
    }

    /** An error of the whole file or of its syntax. */
    void error(SourcePosition position, String text) {
        errors.add(problem(position, text));
    }

    /**
     * An error of a key or a value.
     *
     * @param path such as {@code targets[3].interval}; empty for the file's outermost value
     */
    void error(SourcePosition position, String path, String text) {
        error(position, at(path, text));
    }

    /** An error in the form {@code name: value (expected rule)}, where the name may be that of the key, or another. */
    void error(SourcePosition position, String path, IllegalArgumentException cause) {
        String message = String.valueOf(cause.getMessage());
        String key = path.substring(path.lastIndexOf('.') + 1);
        String list = key.replaceFirst("\\[\\d+]$", "");
        for (String name : List.of(path, key, list, "target", "label")) {
            if (message.startsWith(name + ": ")) {
                error(position, path, message.substring(name.length() + 2));
                return;
            }
        }
        error(position, path, message);
    }

    void warning(SourcePosition position, String path, String text) {
        warnings.add(problem(position, at(path, text)));
    }

    private Problem problem(SourcePosition position, String text) {
        return new Problem(fileNumbers.getOrDefault(position.file(), fileNumbers.size()), position, text);
    }

    private static String at(String path, String text) {
        return path.isEmpty() ? text : path + ": " + text;
    }

    /** How many there are. */
    int errors() {
        return errors.size();
    }

    List<String> warnings() {
        return sorted(warnings);
    }

    /** The files are what the exception refers to. */
    void throwIfAny(List<Path> files) throws ConfigException {
        if (!errors.isEmpty()) {
            throw new ConfigException(sorted(errors), files);
        }
    }

    private static List<String> sorted(List<Problem> problems) {
        List<String> shown = new ArrayList<>(problems.stream()
                .sorted(BY_PLACE)
                .limit(MAX_SHOWN)
                .map(Problem::toString)
                .toList());
        if (problems.size() > MAX_SHOWN) {
            shown.add(String.format(Locale.ROOT, "and %,d more", problems.size() - MAX_SHOWN));
        }
        return List.copyOf(shown);
    }
}
