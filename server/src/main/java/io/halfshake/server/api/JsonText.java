package io.halfshake.server.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.halfshake.monitor.TimeBounds;
import io.halfshake.server.web.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as the API writes it. */
public final class JsonText {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().build().configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false);

    private JsonText() {}

    /** Writes fields of an object. */
    @FunctionalInterface
    public interface Fields {
        /**
         * Writes the fields, without the braces.
         *
         * @param json must not be closed
         * @throws IOException if writing fails
         */
        void write(JsonGenerator json) throws IOException;
    }

    static Response response(Fields fields) {
        return new Response(200, Map.of("Content-Type", "application/json"), true, out -> write(out, fields));
    }

    /**
     * Writes an object, in one line.
     *
     * @param out gets UTF-8; is not closed
     * @param fields writes what is in it
     * @throws IOException if writing fails
     */
    public static void write(OutputStream out, Fields fields) throws IOException {
        // Jackson's own writer of UTF-8 refuses half a surrogate pair. This one replaces it.
        OutputStreamWriter text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        }
        text.flush();
    }

    /** {@code TIMED_OUT} as {@code timed_out}. */
    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static void optional(JsonGenerator json, String field, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(field, value);
        }
    }

    static void instant(JsonGenerator json, String field, @Nullable Instant value) throws IOException {
        optional(json, field, value == null ? null : value.toString());
    }

    static void bounds(JsonGenerator json, String field, TimeBounds bounds) throws IOException {
        json.writeObjectFieldStart(field);
        instant(json, "earliest", bounds.earliest());
        instant(json, "latest", bounds.latest());
        json.writeEndObject();
    }

    static void micros(JsonGenerator json, String field, Duration value) throws IOException {
        micros(json, field, value.toNanos());
    }

    /** With nanoseconds as decimals, so that a round trip under a microsecond is not zero. */
    static void micros(JsonGenerator json, String field, long nanos) throws IOException {
        json.writeFieldName(field);
        // Plain, since a page of the list has thousands of these.
        long fraction = nanos % 1_000;
        String zeros = fraction < 10 ? "00" : fraction < 100 ? "0" : "";
        json.writeNumber(nanos / 1_000 + "." + zeros + fraction);
    }
}
