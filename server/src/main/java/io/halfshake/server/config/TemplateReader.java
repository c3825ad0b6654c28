package io.halfshake.server.config;

import io.halfshake.internal.Arguments;
import io.halfshake.server.alerts.BodyTemplate;
import io.halfshake.server.alerts.Destination;
import io.halfshake.server.alerts.Secret;
import io.halfshake.server.alerts.TemplateProblem;
import io.halfshake.server.config.YamlNode.Scalar;
import org.jspecify.annotations.Nullable;

/** Reads the {@code template} of a webhook. It may have secrets in it, so errors do not show it. */
final class TemplateReader {
    private static final String TEMPLATE = "template";
    private static final String CONTENT_TYPE = "content-type";
    private static final String DEFAULT_TYPE = "application/json";
    private static final int MAX_LENGTH = 100_000;
    private static final String RULE = "a text that is not blank, of at most " + MAX_LENGTH + " characters";

    private TemplateReader() {}

    /** Null if there is none, or it is wrong, which is then among the problems. */
    static Destination.@Nullable Body read(Section section, SecretReader secrets) {
        boolean hasType = section.has(CONTENT_TYPE);
        String type = hasType ? section.value(CONTENT_TYPE, TemplateReader::contentType) : DEFAULT_TYPE;
        if (hasType && !section.has(TEMPLATE)) {
            section.context()
                    .problems()
                    .error(
                            section.position(CONTENT_TYPE),
                            section.path(CONTENT_TYPE),
                            "without a template (expected none: the watcher's own body is JSON)");
        }
        Secret template = secrets.value(section, TEMPLATE, TemplateReader::isTemplate, RULE);
        if (template == null || type == null) {
            return null;
        }
        Destination.Body body = new Destination.Body(template, type);
        String written = section.node(TEMPLATE) instanceof Scalar scalar ? scalar.text() : "";
        for (TemplateProblem problem : BodyTemplate.problems(body)) {
            String text = describe(problem, written);
            section.context().problems().error(section.position(TEMPLATE), section.path(TEMPLATE), text);
        }
        return body;
    }

    private static boolean isTemplate(String text) {
        return !text.isBlank() && text.length() <= MAX_LENGTH;
    }

    private static String contentType(String path, String text) {
        return ValueParsers.require(BodyTemplate.isContentType(text), path, text, BodyTemplate.CONTENT_TYPE_RULE);
    }

    /** A name that is not in the file is that of a variable's value, and no error may have that. */
    private static String describe(TemplateProblem problem, String written) {
        String place = problem.line() == 0 ? "" : "line " + problem.line() + ", column " + problem.column() + ": ";
        if (!problem.names().stream().allMatch(written::contains)) {
            return place + "a tag that comes from a variable (expected known fields, and the end of each section)";
        }
        if (problem.known().isEmpty()) {
            return place + problem.text();
        }
        return place + "unknown field " + Arguments.visible(problem.text()) + " "
                + KeySuggestion.rule(problem.text(), problem.known());
    }
}
