package io.halfshake.server.config;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.common.SpecVersion;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** The places and the errors of the YAML library. */
final class YamlErrors {
    /** An IPv6 address and a port that no quote stands before. */
    private static final Pattern BARE_IPV6 =
            Pattern.compile("(?<![\"'\\w])\\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%\\w+)?]:\\d*");

    private YamlErrors() {}

    static SourcePosition position(String file, Optional<Mark> mark) {
        return mark.map(place -> new SourcePosition(file, place.getLine() + 1, place.getColumn() + 1))
                .orElseGet(() -> SourcePosition.of(file));
    }

    static Optional<String> tag(Event event) {
        if (event instanceof ScalarEvent scalar) {
            return scalar.getTag();
        }
        return event instanceof CollectionStartEvent collection ? collection.getTag() : Optional.empty();
    }

    /** The library names the place of such a character by a number that counts from the beginning of the file. */
    static void requirePrintable(String file, String text) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (!StreamReader.isPrintable(c)) {
                throw new MalformedException(
                        SourceText.end(file, text.substring(0, i)),
                        String.format(Locale.ROOT, "character U+%04X (expected a printable one)", c));
            }
            i += Character.charCount(c);
        }
    }

    static void report(YamlEngineException cause, String file, String text, Problems problems) {
        if (cause instanceof MarkedYamlEngineException marked) {
            Optional<Mark> place = marked.getProblemMark().or(marked::getContextMark);
            String line = place.map(mark -> line(text, mark.getLine())).orElse("");
            problems.error(position(file, place), "not YAML: " + context(marked) + problem(marked) + quoteHint(line));
        } else if (cause instanceof YamlVersionException version) {
            SpecVersion spec = version.getSpecVersion();
            problems.error(
                    SourcePosition.of(file),
                    "YAML " + spec.getMajor() + "." + spec.getMinor() + " (expected YAML 1.2)");
        } else {
            problems.error(SourcePosition.of(file), "not YAML: " + oneLine(String.valueOf(cause.getMessage())));
        }
    }

    /** What the library was reading, and where that begins if it is in another line. */
    private static String context(MarkedYamlEngineException cause) {
        if (cause.getContext() == null) {
            return "";
        }
        int line = cause.getProblemMark().map(Mark::getLine).orElse(0);
        String begin = cause.getContextMark()
                .filter(mark -> mark.getLine() != line)
                .map(mark -> " at " + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
                .orElse("");
        return oneLine(cause.getContext()) + begin + ", ";
    }

    /** Without the hint of the library that it gives for tabs, and for other characters too. */
    private static String problem(MarkedYamlEngineException cause) {
        // The handle may be a part of a secret.
        String problem = oneLine(String.valueOf(cause.getProblem()))
                .replaceFirst("^found undefined tag handle .*", "found undefined tag handle");
        return problem.contains("(TAB)")
                ? problem
                : problem.replaceFirst("\\. \\(Do not use .* for indentation\\)", "");
    }

    static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", ", ");
    }

    private static String line(String text, int number) {
        return text.lines().skip(number).findFirst().orElse("");
    }

    /** YAML reads an unquoted [ as the beginning of a list. */
    private static String quoteHint(String line) {
        Matcher address = BARE_IPV6.matcher(line);
        return address.find() ? " (quote an IPv6 address: \"" + address.group() + "\")" : "";
    }
}
