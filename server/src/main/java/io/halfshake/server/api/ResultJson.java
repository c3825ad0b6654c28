package io.halfshake.server.api;

import static io.halfshake.server.api.JsonText.micros;
import static io.halfshake.server.api.JsonText.name;
import static io.halfshake.server.api.JsonText.optional;

import com.fasterxml.jackson.core.JsonGenerator;
import io.halfshake.CheckResult;
import io.halfshake.Evidence;
import io.halfshake.IcmpMessage;
import io.halfshake.Target;
import io.halfshake.Timing;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A result as an object, equal to what {@code halfshake check --json} writes. */
final class ResultJson {
    private ResultJson() {}

    static void write(JsonGenerator json, CheckResult result) throws IOException {
        json.writeStringField("target", result.target());
        InetSocketAddress address = result.address();
        optional(json, "address", address == null ? null : Target.of(address).toString());
        if (result instanceof CheckResult.Down down) {
            json.writeStringField("state", "down");
            json.writeStringField("reason", name(down.reason()));
        } else if (result instanceof CheckResult.Unknown unknown) {
            json.writeStringField("state", "unknown");
            json.writeStringField("reason", name(unknown.reason()));
        } else {
            json.writeStringField("state", "up");
        }
        timing(json, result.timing());
        evidence(json, result.evidence());
        if (result instanceof CheckResult.Unknown unknown) {
            Throwable cause = unknown.cause();
            if (cause != null) {
                String message = cause.getMessage();
                boolean silent = message == null || message.isBlank();
                json.writeStringField("error", silent ? cause.getClass().getSimpleName() : message);
            }
        }
    }

    private static void timing(JsonGenerator json, Timing timing) throws IOException {
        if (timing.roundTripNanos() != Timing.NO_ROUND_TRIP) {
            micros(json, "roundTripMicros", Math.max(1, timing.roundTripNanos()));
        }
        micros(json, "elapsedMicros", timing.elapsedNanos());
        if (timing.queuedNanos() > 0) {
            micros(json, "queuedMicros", timing.queuedNanos());
        }
        if (timing.resolvingNanos() > 0) {
            micros(json, "resolvingMicros", timing.resolvingNanos());
        }
    }

    private static void evidence(JsonGenerator json, Evidence evidence) throws IOException {
        json.writeStringField("engine", evidence.engine());
        json.writeStringField("handshake", name(evidence.handshake()));
        json.writeNumberField("syns", evidence.syns());
        json.writeStringField("signal", name(evidence.signal()));
        json.writeStringField("clock", name(evidence.clock()));
        optional(json, "systemCall", evidence.systemCall());
        optional(json, "errno", evidence.errno());
        IcmpMessage icmp = evidence.icmp();
        if (icmp != null) {
            json.writeObjectFieldStart("icmp");
            json.writeNumberField("ipVersion", icmp.ipVersion());
            json.writeNumberField("type", icmp.type());
            json.writeNumberField("code", icmp.code());
            json.writeEndObject();
        }
    }
}
