package io.halfshake.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.halfshake.CheckResult;
import io.halfshake.monitor.Diagnosis;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** A diagnosis as one line of JSON; its answers are written as {@code check} writes them. */
final class DiagnoseJson {
    private DiagnoseJson() {}

    /**
     * Writes a diagnosis.
     *
     * @param echoTrouble why nobody could be asked for echo
     */
    static String of(Diagnosis diagnosis, String echoTrouble) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(line)) {
            write(json, diagnosis, echoTrouble);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.append('\n').toString();
    }

    private static void write(JsonGenerator json, Diagnosis diagnosis, String echoTrouble) throws IOException {
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
        } else if (!echoTrouble.isEmpty()) {
            json.writeStringField("echoTrouble", echoTrouble);
        }
        json.writeEndObject();
    }
}
