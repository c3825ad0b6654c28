package io.halfshake.cli.diagnose;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.halfshake.CheckResult;
import io.halfshake.cli.result.ResultJson;
import io.halfshake.cli.terminal.Texts;
import io.halfshake.diagnosis.Diagnosis;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** A diagnosis as one line of JSON; its results have the format of {@code check --json}. */
final class DiagnoseJson {
    private DiagnoseJson() {}

    /**
     * Writes a diagnosis.
     *
     * @param echoUnavailable why echo is unavailable; empty if it is not
     */
    static String of(Diagnosis diagnosis, String echoUnavailable) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(line)) {
            write(json, diagnosis, echoUnavailable);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.append('\n').toString();
    }

    private static void write(JsonGenerator json, Diagnosis diagnosis, String echoUnavailable) throws IOException {
        json.writeStartObject();
        json.writeStringField("target", diagnosis.target());
        if (diagnosis.address() != null) {
            json.writeStringField("address", Texts.host(diagnosis.address()));
        }
        json.writeStringField("verdict", Texts.name(diagnosis.verdict()));
        json.writeStringField("text", diagnosis.describe());
        ResultJson result = new ResultJson(json);
        if (diagnosis.service() != null) {
            json.writeFieldName("service");
            result.write(diagnosis.service());
        }
        json.writeArrayFieldStart("closedPorts");
        for (CheckResult closed : diagnosis.closedPorts()) {
            result.write(closed);
        }
        json.writeEndArray();
        if (diagnosis.echo() != null) {
            json.writeFieldName("echo");
            result.write(diagnosis.echo());
        } else if (!echoUnavailable.isEmpty()) {
            json.writeStringField("echoUnavailable", echoUnavailable);
        }
        json.writeEndObject();
    }
}
