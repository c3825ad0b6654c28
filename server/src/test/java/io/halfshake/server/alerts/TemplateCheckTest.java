package io.halfshake.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateCheckTest {
    private static List<TemplateProblem> problems(String template, String contentType) {
        return BodyTemplate.problems(new Destination.Body(new Secret(template), contentType));
    }

    private static List<String> texts(String template) {
        return problems(template, "text/plain").stream()
                .map(each -> each.line() + ":" + each.column() + " " + each.text())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "'a {{name', '1:3 {{ (expected }} behind it)'",
        "'{{}}', '1:1 a tag of another form (expected {{field}}, {{#field}}, {{^field}} or {{/field}})'",
        "'{{{name}}}', '1:1 a tag of another form (expected {{field}}, {{#field}}, {{^field}} or {{/field}})'",
        "'{{&name}}', '1:1 a tag of another form (expected {{field}}, {{#field}}, {{^field}} or {{/field}})'",
        "'{{> file}}', '1:1 a tag of another form (expected {{field}}, {{#field}}, {{^field}} or {{/field}})'",
        "'{{.Labels}}', '1:1 a tag of another form (expected {{field}}, {{#field}}, {{^field}} or {{/field}})'",
        "'{{name()}}', '1:1 a tag of another form (expected {{field}}, {{#field}}, {{^field}} or {{/field}})'",
        "'x{{#group}}y', '1:2 {{#group}} (expected {{/group}} behind it)'",
        "'x{{^group}}y', '1:2 {{^group}} (expected {{/group}} behind it)'",
        "'{{/group}}', '1:1 {{/group}} (expected {{#group}} before it)'",
        "'{{#name}}{{#group}}{{/name}}{{/group}}', '1:20 {{/name}} (expected {{/group}})'",
        "'{{alerts}}', '1:1 {{alerts}} (expected {{#alerts}}, since it is a list)'",
        "'{{^alerts}}{{/alerts}}', '1:1 {{^alerts}} (expected {{#alerts}}: no message is without alerts)'",
        "'{{#alerts}}{{#alerts}}{{/alerts}}{{/alerts}}', '1:12 {{#alerts}} within {{#alerts}} (expected it once)'",
        "'{{#alerts}}{{/alerts}}{{name}}', '1:23 {{name}} (expected within {{#alerts}}, since each alert has its own)'",
        "'{{#alerts}}{{/alerts}}{{labels.env}}',"
                + " '1:23 {{labels.env}} (expected within {{#alerts}}, since each alert has its own)'",
        "'{{first}}', '1:1 {{first}} (expected within {{#alerts}}, since each alert has its own)'",
    })
    void mistake_isFoundAtItsPlace(String template, String problem) {
        assertThat(texts(template)).containsExactly(problem);
    }

    @Test
    void unknownFields_areFoundWithThoseThatThereAre() {
        String template = "\u00e9\ud83d\ude80 {{ nme }}\n\n {{#sumary}}{{labels.1}}{{/sumary}}";
        List<TemplateProblem> problems = problems(template, "text/plain");
        assertThat(problems).extracting(TemplateProblem::text).containsExactly("nme", "sumary", "labels.1");
        assertThat(problems).extracting(TemplateProblem::line).containsExactly(1, 3, 3);
        assertThat(problems).extracting(TemplateProblem::column).containsExactly(4, 2, 13);
        assertThat(problems)
                .allMatch(
                        each -> each.known().contains("summary") && each.known().contains("sentAt"));
        assertThat(problems("{{fring}}{{#alerts}}{{/alerts}}", "text/plain"))
                .singleElement()
                .extracting(TemplateProblem::known)
                .isEqualTo(List.of("title", "event", "sentAt", "firing", "resolved"));
    }

    @Test
    void sectionsDeepInOthers_areRefused() {
        String deep = "{{#name}}".repeat(10) + "x" + "{{/name}}".repeat(10);
        assertThat(texts(deep)).isEmpty();
        assertThat(texts("{{#name}}" + deep + "{{/name}}"))
                .containsExactly("1:91 sections within others (expected at most 10 deep)");
        assertThat(texts("{{#name}}".repeat(100_000))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ \"text\": \"{{name}}\" }",
                "{\"a\":{\"firing\":{{firing}},\"is\":{{isFiring}}}}",
                "\"{{name}}\"",
                "[{{#alerts}}{\"name\":\"{{name}}\"}{{^last}},{{/last}}{{/alerts}}]",
                "{{#isFiring}}{ \"a\": 1 }{{/isFiring}}{{^isFiring}}[]{{/isFiring}}",
                "{ {{#labels.env}}\"env\": \"{{labels.env}}\"{{/labels.env}} }",
            })
    void templatesOfJson_areAccepted(String template) {
        assertThat(problems(template, "application/json")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ \"text\": {{name}} }",
                "{ \"text\": \"{{name}} }",
                "{ \"text\": \"{{name}}\", }",
                "{ text: \"{{name}}\" }",
                "{{name}}",
                "{{group}}",
                "{}{}",
                "{{#isFiring}}{}{{/isFiring}}",
                "[{{#alerts}}{\"name\":\"{{name}}\"},{{/alerts}}]",
                "[{{#alerts}}{\"name\":\"{{name}}\"}{{/alerts}}]",
                "{ \"group\": {{#group}}\"{{group}}\"{{/group}} }",
                "[ {{#group}}1{{/group}}{{#labels.env}}, 2{{/labels.env}} ]",
                "[ {{#labels.env}}1{{/labels.env}}{{#group}}, 2{{/group}} ]",
                "{ {{#labels.env}}\"env\": {{labels.env}}{{/labels.env}} }",
                "{ \"text\": \"two\nlines\" }",
                "[",
            })
    void templatesThatMakeNoJson_areRefused(String template) {
        assertThat(problems(template, "application/json")).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isZero();
            assertThat(problem.known()).isEmpty();
            assertThat(problem.text()).contains("JSON", "(expected ", "by the content-type)");
        });
        assertThat(problems(template, "text/plain")).isEmpty();
    }

    /** Where a parser throws something else than for what is no JSON: at a limit, and for what is no UTF-8. */
    @Test
    void bodyThatIsNoTextOrTooDeep_isRefusedToo() {
        for (String template : List.of("[".repeat(5_000) + "]".repeat(5_000), "\0\0{}", "{\0}\0")) {
            assertThat(problems(template, "application/json"))
                    .singleElement()
                    .extracting(TemplateProblem::text)
                    .asString()
                    .startsWith("a body that ")
                    .endsWith(" (expected JSON, by the content-type)");
        }
    }

    @Test
    void problemOfJson_isAtItsPlaceInAnExampleAndDoesNotShowIt() {
        assertThat(problems("{\n  \"text\": hush{{name}} }", "application/json"))
                .singleElement()
                .extracting(TemplateProblem::text)
                .asString()
                .startsWith("a body that is no JSON from line 2, column ")
                .doesNotContain("hush");
    }
}
