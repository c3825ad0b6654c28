package io.halfshake.server.alerts;

import java.util.List;

/**
 * What is wrong with a template.
 *
 * @param line from 1, in the template; 0 for the template as a whole
 * @param column from 1, in characters; 0 for the template as a whole
 * @param text in words, or an unknown field
 * @param names the names in the text that the template has, which may have come from a variable; immutable
 * @param known the fields of which an unknown one was meant to be one; empty if there is another problem; immutable
 */
public record TemplateProblem(int line, int column, String text, List<String> names, List<String> known) {
    static TemplateProblem at(String template, int offset, String text, List<String> names, List<String> known) {
        int lineStart = template.lastIndexOf('\n', offset - 1) + 1;
        int line = 1
                + (int) template.substring(0, lineStart)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        return new TemplateProblem(line, 1 + template.codePointCount(lineStart, offset), text, names, known);
    }

    static TemplateProblem ofAll(String text) {
        return new TemplateProblem(0, 0, text, List.of(), List.of());
    }
}
