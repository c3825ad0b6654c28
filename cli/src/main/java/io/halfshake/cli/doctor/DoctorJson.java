package io.halfshake.cli.doctor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.halfshake.EngineReport;
import io.halfshake.EngineStatus;
import io.halfshake.Handshake;
import io.halfshake.cli.terminal.Texts;
import io.halfshake.spi.EngineAvailability;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** The findings of {@code doctor} as one line of JSON. */
final class DoctorJson {
    private final JsonGenerator json;

    private DoctorJson(JsonGenerator json) {
        this.json = json;
    }

    static String of(DoctorReport report) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(line)) {
            new DoctorJson(json).write(report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.append('\n').toString();
    }

    private void write(DoctorReport report) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("engines");
        for (EngineStatus engine : report.engines()) {
            engine(engine);
        }
        json.writeEndArray();
        if (report.chosen() != null) {
            chosen(report.chosen());
        }
        if (report.failure() != null) {
            json.writeStringField("failure", report.failure());
        }
        json.writeObjectFieldStart("machine");
        for (Map.Entry<String, String> fact : report.machine().entrySet()) {
            json.writeStringField(fact.getKey(), fact.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void engine(EngineStatus engine) throws IOException {
        EngineAvailability availability = engine.availability();
        Handshake handshake = availability.handshake();
        json.writeStartObject();
        json.writeStringField("name", engine.name());
        json.writeStringField("description", engine.description());
        json.writeBooleanField("available", availability.isAvailable());
        if (handshake != null) {
            json.writeStringField("handshake", Texts.name(handshake));
        }
        if (availability.cause() != null) {
            json.writeStringField("cause", availability.cause());
        }
        json.writeArrayFieldStart("evidence");
        for (String evidence : availability.evidence()) {
            json.writeString(evidence);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void chosen(EngineReport chosen) throws IOException {
        json.writeObjectFieldStart("chosen");
        json.writeStringField("engine", chosen.name());
        json.writeStringField("handshake", Texts.name(chosen.handshake()));
        json.writeNumberField("maxInFlight", chosen.maxInFlight());
        json.writeArrayFieldStart("passedOver");
        for (EngineReport.PassedOver passedOver : chosen.passedOver()) {
            json.writeStartObject();
            json.writeStringField("engine", passedOver.engine());
            json.writeStringField("cause", passedOver.cause());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
