package io.halfshake.cli.watch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.halfshake.CheckResult;
import io.halfshake.cli.result.JsonFormat;
import io.halfshake.cli.terminal.Texts;
import io.halfshake.monitor.Blindness;
import io.halfshake.monitor.TimeBounds;
import io.halfshake.monitor.Transition;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Output as JSON Lines. The names and values are a public interface: they may be added to, not changed. */
final class WatchJson implements WatchFormat {
    private final JsonFormat results = new JsonFormat();

    /** Writes the fields of one line. */
    interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    static String line(String type, Body body) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("type", type);
            body.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.append('\n').toString();
    }

    @Override
    public String transition(Transition transition, @Nullable OutageLength outage) {
        return line("transition", json -> {
            json.writeStringField("target", transition.target());
            json.writeStringField("from", Texts.name(transition.from()));
            json.writeStringField("to", Texts.name(transition.to()));
            json.writeStringField("at", transition.at().toString());
            WatchJsonReport.bounds(json, "bounds", transition.bounds());
            result(json, transition.evidence());
            if (outage != null) {
                micros(json, "outageShortestMicros", outage.shortest());
                if (!outage.open()) {
                    micros(json, "outageLongestMicros", outage.longest());
                }
            }
        });
    }

    @Override
    public String unknown(Instant at, CheckResult.Unknown result) {
        return line("unknown", json -> {
            json.writeStringField("target", result.target());
            json.writeStringField("at", at.toString());
            result(json, result);
        });
    }

    @Override
    public String blindness(Instant at, Blindness blindness) {
        return line("blindness", json -> {
            json.writeStringField("at", at.toString());
            WatchJsonReport.bounds(json, "began", blindness.began());
            TimeBounds ended = blindness.ended();
            if (ended != null) {
                WatchJsonReport.bounds(json, "ended", ended);
            }
            json.writeNumberField("responding", blindness.responding());
            json.writeNumberField("quorum", blindness.quorum());
            json.writeArrayFieldStart("witnesses");
            for (CheckResult witness : blindness.witnesses().values()) {
                json.writeRawValue(new String(results.line(witness), StandardCharsets.UTF_8).strip());
            }
            json.writeEndArray();
        });
    }

    /** As {@code check --json} writes it. */
    private void result(JsonGenerator json, CheckResult result) throws IOException {
        json.writeStringField("text", result.describe());
        json.writeFieldName("result");
        json.writeRawValue(new String(results.line(result), StandardCharsets.UTF_8).strip());
    }

    @Override
    public String report(WatchFindings findings) {
        return WatchJsonReport.of(findings);
    }

    static void micros(JsonGenerator json, String name, Duration duration) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(Texts.micros(duration.toNanos()));
    }
}
