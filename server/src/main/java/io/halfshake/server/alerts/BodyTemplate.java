package io.halfshake.server.alerts;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The body of a webhook as its receiver wants it. It knows the fields of alerts and nothing else: a template can
 * neither call anything nor read what it was not given.
 */
public final class BodyTemplate {
    /** What a content type has to be. */
    public static final String CONTENT_TYPE_RULE = Escaping.RULE;

    private final List<TemplateNode> nodes;
    private final Escaping escaping;
    private final boolean perAlert;

    BodyTemplate(List<TemplateNode> nodes, Escaping escaping) {
        this.nodes = nodes;
        this.escaping = escaping;
        this.perAlert = !hasList(nodes);
    }

    /** Of one that has no problems. */
    static BodyTemplate of(Destination.Body body) {
        Escaping escaping = Objects.requireNonNull(Escaping.of(body.contentType()), "contentType");
        return new BodyTemplate(TemplateParser.of(body.template().value()).nodes(), escaping);
    }

    /**
     * Whether the escaping of a content type is known.
     *
     * @param text as in the header
     * @return false if no template can have it
     */
    public static boolean isContentType(String text) {
        return Escaping.of(text) != null;
    }

    /**
     * What is wrong with a template.
     *
     * @param body with a content type that {@link #isContentType} accepts
     * @return in the order of their places; empty if it can be used; of what the template says they have names only
     */
    public static List<TemplateProblem> problems(Destination.Body body) {
        Escaping escaping = Objects.requireNonNull(Escaping.of(body.contentType()), "contentType");
        return TemplateCheck.problems(body.template().value(), escaping);
    }

    /** As it is sent. Plain text has to say that it is UTF-8; JSON always is, and forms do not say it. */
    static String contentType(Destination.Body body) {
        String type = body.contentType();
        return Escaping.of(type) == Escaping.NONE && type.indexOf(';') < 0 ? type + "; charset=utf-8" : type;
    }

    private static boolean hasList(List<TemplateNode> nodes) {
        return nodes.stream()
                .anyMatch(node -> node instanceof TemplateNode.Section section
                        && (section.name().equals(TemplateScope.ALERTS) || hasList(section.nodes())));
    }

    /** Whether it is for one alert, since it has no list of them. */
    boolean isPerAlert() {
        return perAlert;
    }

    /** As it is sent, in UTF-8. */
    byte[] body(Message message, Instant now) {
        return text(message, now).getBytes(StandardCharsets.UTF_8);
    }

    /** Of a message with one alert if it is for one. */
    String text(Message message, Instant now) {
        TemplateScope scope = new TemplateScope(message, now, null, 0);
        StringBuilder text = new StringBuilder();
        write(nodes, perAlert ? scope.of(0) : scope, text);
        return text.toString();
    }

    private void write(List<TemplateNode> parts, TemplateScope scope, StringBuilder text) {
        for (TemplateNode node : parts) {
            if (node instanceof TemplateNode.Text plain) {
                text.append(plain.text());
            } else if (node instanceof TemplateNode.Field field) {
                text.append(escaping.escape(scope.value(field.name())));
            } else if (node instanceof TemplateNode.Section section) {
                write(section, scope, text);
            }
        }
    }

    private void write(TemplateNode.Section section, TemplateScope scope, StringBuilder text) {
        if (section.name().equals(TemplateScope.ALERTS)) {
            for (int i = 0; i < scope.message().alerts().size(); i++) {
                write(section.nodes(), scope.of(i), text);
            }
        } else if (scope.has(section.name()) != section.inverted()) {
            write(section.nodes(), scope, text);
        }
    }
}
