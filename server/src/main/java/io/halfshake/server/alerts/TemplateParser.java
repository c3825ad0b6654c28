package io.halfshake.server.alerts;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads a template: text with <code>{{field}}</code>, and with sections from <code>{{#field}}</code> or <code>
 * {{^field}}</code> to <code>{{/field}}</code>, as Mustache has them. Reads it up to the first mistake.
 */
final class TemplateParser {
    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";
    private static final int MAX_DEPTH = 10;
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]{0,99}");

    private final String text;
    private final List<TemplateNode> nodes = new ArrayList<>();
    private final Deque<Level> levels = new ArrayDeque<>();
    private final List<TemplateProblem> problems = new ArrayList<>();

    /** A section that has not ended, innermost first; the last is the template itself. */
    private record Level(String name, boolean inverted, List<TemplateNode> nodes, int offset) {
        String tag() {
            return OPEN + (inverted ? "^" : "#") + name + CLOSE;
        }
    }

    private TemplateParser(String text) {
        this.text = text;
        levels.push(new Level("", false, nodes, 0));
    }

    static TemplateParser of(String text) {
        TemplateParser parser = new TemplateParser(text);
        parser.parse();
        return parser;
    }

    /** Incomplete if there is a problem. */
    List<TemplateNode> nodes() {
        return nodes;
    }

    /** One, or none. */
    List<TemplateProblem> problems() {
        return problems;
    }

    private void parse() {
        int at = 0;
        while (problems.isEmpty()) {
            int open = text.indexOf(OPEN, at);
            if (open < 0) {
                add(at, text.length());
                if (levels.size() > 1) {
                    Level level = levels.element();
                    problem(
                            level.offset(),
                            level.tag() + " (expected {{/" + level.name() + "}} behind it)",
                            level.name());
                }
                return;
            }
            int close = text.indexOf(CLOSE, open + OPEN.length());
            if (close < 0) {
                problem(open, "{{ (expected }} behind it)");
                return;
            }
            at = tag(at, open, close + CLOSE.length());
        }
    }

    /** Adds the text before a tag, and what the tag means; returns where the text goes on. */
    private int tag(int from, int open, int end) {
        String content =
                text.substring(open + OPEN.length(), end - CLOSE.length()).strip();
        char kind = content.isEmpty() ? ' ' : content.charAt(0);
        boolean section = kind == '#' || kind == '^' || kind == '/';
        String name = section ? content.substring(1).strip() : content;
        if (!NAME.matcher(name).matches()) {
            problem(open, "a tag of another form (expected {{field}}, {{#field}}, {{^field}} or {{/field}})");
            return end;
        }
        int lineStart = text.lastIndexOf('\n', open - 1) + 1;
        int lineEnd = lineEnd(end);
        boolean alone = section
                && from <= lineStart
                && text.substring(lineStart, open).isBlank()
                && text.substring(end, lineEnd).isBlank();
        add(from, alone ? lineStart : open);
        switch (kind) {
            case '#', '^' -> begin(name, kind == '^', open);
            case '/' -> end(name, open);
            default -> levels.element().nodes().add(new TemplateNode.Field(name, open));
        }
        return alone ? lineEnd : end;
    }

    /** Behind the end of the line. */
    private int lineEnd(int from) {
        int newline = text.indexOf('\n', from);
        return newline < 0 ? text.length() : newline + 1;
    }

    private void add(int from, int to) {
        if (to > from) {
            levels.element().nodes().add(new TemplateNode.Text(text.substring(from, to)));
        }
    }

    private void begin(String name, boolean inverted, int offset) {
        if (levels.size() > MAX_DEPTH) {
            problem(offset, "sections within others (expected at most " + MAX_DEPTH + " deep)");
            return;
        }
        levels.push(new Level(name, inverted, new ArrayList<>(), offset));
    }

    private void end(String name, int offset) {
        Level level = levels.element();
        if (levels.size() == 1 || !level.name().equals(name)) {
            String rule = levels.size() == 1 ? "{{#" + name + "}} before it" : "{{/" + level.name() + "}}";
            problem(offset, "{{/" + name + "}} (expected " + rule + ")", name, level.name());
            return;
        }
        levels.remove();
        levels.element().nodes().add(new TemplateNode.Section(name, level.inverted(), level.nodes(), level.offset()));
    }

    private void problem(int offset, String problem, String... names) {
        problems.add(TemplateProblem.at(text, offset, problem, List.of(names), List.of()));
    }
}
