package io.halfshake.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTemplateTest {
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain";
    private static final Path PAGE = Path.of("../docs/serve-alerts.md");

    private static BodyTemplate template(String template, String contentType) {
        Destination.Body body = new Destination.Body(new Secret(template), contentType);
        assertThat(BodyTemplate.problems(body)).isEmpty();
        return BodyTemplate.of(body);
    }

    private static String body(String template, String contentType, Alert... alerts) {
        return new String(
                template(template, contentType).body(new Message(false, List.of(alerts)), Samples.START),
                StandardCharsets.UTF_8);
    }

    private static String text(String template, Alert... alerts) {
        return body(template, TEXT, alerts);
    }

    private static Alert named(String name) {
        return Alert.firing(
                Samples.goesDown("db:1"), new AlertTarget(name, "a \"group\"", Map.of("env", "x\\y"), List.of()));
    }

    @Test
    void templateOfAnAlert_hasItsFields() {
        assertThat(text(
                        "{{status}} {{isFiring}} {{kind}} {{target}} {{name}} {{group}} {{labels.env}}/{{labels.none}}"
                                + " {{reason}} {{began.earliest}} {{began.latest}} {{beganUnseen}}"
                                + " {{ended.latest}}|{{removed}}",
                        Samples.down("db:1")))
                .isEqualTo("firing true target db:1 the db:1 data prod/ refused"
                        + " 2026-11-30T12:00:00.123Z 2026-11-30T12:00:01.123Z false |false");
        assertThat(text("{{status}} {{ended.earliest}} {{ended.latest}} {{key}}", Samples.up("db:1")))
                .isEqualTo("resolved 2026-11-30T12:01:00.123Z 2026-11-30T12:01:01.123Z " + Alert.key("db:1"));
        assertThat(text("{{title}}: {{summary}}", Samples.down("db:1")))
                .isEqualTo("data/the db:1 (db:1): " + Samples.down("db:1").summary());
        assertThat(text("{{removed}}", Samples.down("db:1").removed())).isEqualTo("true");
        assertThat(text("{{event}} {{sentAt}} {{firing}} {{resolved}}", Samples.down("db:1")))
                .isEqualTo("change 2026-11-30T12:00:00.123Z 1 0");
    }

    @Test
    void blindness_hasNoTarget() {
        assertThat(text(
                        "{{kind}} {{title}} {{target}}{{name}}{{group}}{{labels.env}}{{^target}}none{{/target}}",
                        Alert.of(Samples.blindness(false))))
                .isEqualTo("blindness network of the watcher none");
    }

    @Test
    void templateWithAList_isSentForAllAlertsOfAMessage() {
        String template =
                "{{title}}{{#alerts}}{{^first}};{{/first}} {{title}} {{status}}{{#last}}!{{/last}}{{/alerts}}";
        assertThat(text(template, Samples.down("a:1"), Samples.up("b:1")))
                .isEqualTo("1 target down, 1 resolved data/the a:1 (a:1) firing; data/the b:1 (b:1) resolved!");
        assertThat(template(template, TEXT).isPerAlert()).isFalse();
        assertThat(template("{{title}}", TEXT).isPerAlert()).isTrue();
        assertThat(template("{{#firing}}{{#alerts}}{{name}}{{/alerts}}{{/firing}}", TEXT)
                        .isPerAlert())
                .isFalse();
    }

    @Test
    void sections_dependOnTheValue() {
        String template = "{{#isFiring}}trigger{{/isFiring}}{{^isFiring}}resolve{{/isFiring}}"
                + "{{#firing}} some{{/firing}}{{#group}} in {{group}}{{/group}}{{#labels.none}} never{{/labels.none}}";
        assertThat(text(template, Samples.down("a:1"))).isEqualTo("trigger some in data");
        assertThat(text(template, Samples.up("a:1"))).isEqualTo("resolve in data");
    }

    @Test
    void linesWithNothingButASectionsTag_areLeftOut() {
        assertThat(text("""
            {{title}}
            {{#alerts}}
              {{^isFiring}}
            - {{name}} is up
              {{/isFiring}}
              {{#isFiring}} \s
            - {{name}} is down
              {{/isFiring}}
            {{/alerts}}
            end""", Samples.down("a:1"), Samples.up("b:1"))).isEqualTo("""
            1 target down, 1 resolved
            - the a:1 is down
            - the b:1 is up
            end""");
        assertThat(text("a {{#alerts}}\n{{name}}\n{{/alerts}} b", Samples.down("a:1")))
                .as("not alone in their lines")
                .isEqualTo("a \nthe a:1\n b");
    }

    @Test
    void values_areEscapedForJson() {
        String template = "{ \"text\": \"{{ name }} of {{group}} {{labels.env}}\" }";
        assertThat(body(template, JSON, named("a\"b\\c\u0001\u2028\u00e9")))
                .isEqualTo("{ \"text\": \"a\\\"b\\\\c\\u0001\u2028\u00e9 of a \\\"group\\\" x\\\\y\" }");
    }

    @Test
    void values_areEscapedForForms() {
        assertThat(body(
                        "text={{name}}&env={{labels.env}}",
                        "application/x-www-form-urlencoded",
                        named("a&b=c d%\u00e9")))
                .isEqualTo("text=a%26b%3Dc+d%25%C3%A9&env=x%5Cy");
    }

    @Test
    void values_arePlainInPlainText() {
        assertThat(text("{{name}}", named("<a> & \"b\""))).isEqualTo("<a> & \"b\"");
    }

    /** What a value says is no template. */
    @Test
    void tagsInValues_areText() {
        assertThat(text("{{name}}", named("{{summary}} {{#alerts}}"))).isEqualTo("{{summary}} {{#alerts}}");
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, true",
        "Application/JSON; charset=utf-8, true",
        "application/cloudevents+json;charset=\"UTF-8\", true",
        "application/x-www-form-urlencoded, true",
        "text/plain, true",
        "text/plain; charset=iso-8859-1, false",
        "text/html, false",
        "application/xml, false",
        "json, false",
        "'', false",
        "'text/plain\r\nX: y', false",
    })
    void contentType_isOneOfWhichTheEscapingIsKnown(String type, boolean known) {
        assertThat(BodyTemplate.isContentType(type)).isEqualTo(known);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void documentation_namesAllFields(boolean ofItems) throws IOException {
        String page = Files.readString(PAGE);
        TemplateScope.Names names = ofItems ? TemplateScope.namesOfItems() : TemplateScope.namesOfMessages();
        assertThat(names.known()).hasSizeGreaterThan(4).allMatch(name -> page.contains("`" + name + "`"), "in " + PAGE);
    }
}
