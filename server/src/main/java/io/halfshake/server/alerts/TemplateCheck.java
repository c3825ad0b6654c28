package io.halfshake.server.alerts;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.halfshake.monitor.TimeBounds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds out before the first alert what is wrong with a template. */
final class TemplateCheck {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final String text;
    private final List<TemplateProblem> problems = new ArrayList<>();

    /** Those that the template names, and what examples have for them. */
    private final Map<String, String> labels = new TreeMap<>();

    private TemplateCheck(String text) {
        this.text = text;
    }

    static List<TemplateProblem> problems(String text, Escaping escaping) {
        TemplateParser parser = TemplateParser.of(text);
        if (!parser.problems().isEmpty()) {
            return List.copyOf(parser.problems());
        }
        BodyTemplate template = new BodyTemplate(parser.nodes(), escaping);
        TemplateCheck check = new TemplateCheck(text);
        check.check(
                parser.nodes(),
                template.isPerAlert() ? TemplateScope.namesOfAlerts() : TemplateScope.namesOfMessages(),
                false);
        if (check.problems.isEmpty() && escaping == Escaping.JSON) {
            check.requireJson(template);
        }
        return List.copyOf(check.problems);
    }

    private void check(List<TemplateNode> nodes, TemplateScope.Names names, boolean inList) {
        for (TemplateNode node : nodes) {
            if (node instanceof TemplateNode.Field field) {
                check(field.name(), field.offset(), names);
            } else if (node instanceof TemplateNode.Section section) {
                check(section, names, inList);
            }
        }
    }

    private void check(TemplateNode.Section section, TemplateScope.Names names, boolean inList) {
        if (!section.name().equals(TemplateScope.ALERTS)) {
            check(section.name(), section.offset(), names);
            check(section.nodes(), names, inList);
        } else if (inList || section.inverted()) {
            problem(
                    section.offset(),
                    section.inverted()
                            ? "{{^alerts}} (expected {{#alerts}}: no message is without alerts)"
                            : "{{#alerts}} within {{#alerts}} (expected it once)");
        } else {
            check(section.nodes(), TemplateScope.namesOfItems(), true);
        }
    }

    private void check(String name, int offset, TemplateScope.Names names) {
        if (names.contain(name)) {
            if (name.startsWith(TemplateScope.LABELS)) {
                labels.put(name.substring(TemplateScope.LABELS.length()), "the label");
            }
            return;
        }
        if (name.equals(TemplateScope.ALERTS)) {
            problem(offset, "{{alerts}} (expected {{#alerts}}, since it is a list)");
        } else if (TemplateScope.namesOfItems().contain(name)) {
            problem(offset, "{{" + name + "}} (expected within {{#alerts}}, since each alert has its own)", name);
        } else {
            problems.add(TemplateProblem.at(text, offset, name, List.of(name), names.shown()));
        }
    }

    private void problem(int offset, String problem, String... names) {
        problems.add(TemplateProblem.at(text, offset, problem, List.of(names), List.of()));
    }

    /** Values cannot break it, since they are escaped; what stands around them can. */
    private void requireJson(BodyTemplate template) {
        for (Message sample : samples(template.isPerAlert(), labels)) {
            String problem = jsonProblem(template.text(sample, Instant.EPOCH));
            if (problem != null) {
                problems.add(TemplateProblem.ofAll(problem));
                return;
            }
        }
    }

    /** The parser's own words quote the body. */
    private static @Nullable String jsonProblem(String body) {
        int values = 0;
        int depth = 0;
        try (JsonParser parser = FACTORY.createParser(body)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                values += depth == 0 ? 1 : 0;
            }
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            String what = place == null
                    ? "exceeds a limit of the parser"
                    : "is no JSON from line " + place.getLineNr() + ", column " + place.getColumnNr()
                            + " of an example on";
            return "a body that " + what + " (expected JSON, by the content-type)";
        } catch (IOException e) {
            throw new UncheckedIOException("from memory", e);
        }
        return values == 1 ? null : "a body of " + values + " JSON values (expected one, by the content-type)";
    }

    /** Messages that have all kinds of alerts, so that each section is sent in one and left out in another. */
    private static List<Message> samples(boolean perAlert, Map<String, String> labels) {
        AlertTarget bare = about(null, Map.of());
        List<Alert> alerts = List.of(
                sample(about("the group", labels), Alert.Status.FIRING),
                sample(about("the group", Map.of()), Alert.Status.FIRING),
                sample(about(null, labels), Alert.Status.FIRING),
                sample(bare, Alert.Status.RESOLVED),
                sample(bare, Alert.Status.REMOVED),
                sample(null, Alert.Status.FIRING));
        List<Message> samples = new ArrayList<>();
        alerts.forEach(alert -> samples.add(new Message(false, List.of(alert))));
        if (!perAlert) {
            samples.add(new Message(true, alerts));
        }
        return samples;
    }

    private static AlertTarget about(@Nullable String group, Map<String, String> labels) {
        return new AlertTarget("the name", group, labels, List.of());
    }

    /** Of a target, or of blindness. */
    private static Alert sample(@Nullable AlertTarget about, Alert.Status status) {
        TimeBounds bounds = new TimeBounds(Instant.EPOCH, Instant.EPOCH);
        boolean resolved = status == Alert.Status.RESOLVED;
        Alert.Subject subject = about == null ? null : new Alert.Subject("the-target:1", about);
        return new Alert(
                "the-key", subject, status, "refused", "the summary", bounds, resolved, resolved ? bounds : null);
    }
}
