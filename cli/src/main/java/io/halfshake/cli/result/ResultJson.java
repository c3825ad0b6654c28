package io.halfshake.cli.result;

import com.fasterxml.jackson.core.JsonGenerator;
import io.halfshake.CheckResult;
import io.halfshake.Evidence;
import io.halfshake.IcmpMessage;
import io.halfshake.Timing;
import io.halfshake.cli.terminal.Texts;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A result as a JSON object. The names and values are a public interface: they may be added to, not changed. */
public final class ResultJson {
    private final JsonGenerator json;

    public ResultJson(JsonGenerator json) {
        this.json = json;
    }

    public void write(CheckResult result) throws IOException {
        json.writeStartObject();
        state(result);
        timing(result);
        evidence(result.evidence());
        if (result instanceof CheckResult.Unknown unknown && unknown.cause() != null) {
            json.writeStringField("error", Texts.cause(unknown.cause()));
        }
        json.writeEndObject();
    }

    private void state(CheckResult result) throws IOException {
        json.writeStringField("target", result.target());
        InetSocketAddress address = result.address();
        optional("address", address == null ? null : Texts.literal(address));
        if (result instanceof CheckResult.Down down) {
            json.writeStringField("state", "down");
            json.writeStringField("reason", Texts.name(down.reason()));
        } else if (result instanceof CheckResult.Unknown unknown) {
            json.writeStringField("state", "unknown");
            json.writeStringField("reason", Texts.name(unknown.reason()));
        } else {
            json.writeStringField("state", "up");
        }
    }

    private void timing(CheckResult result) throws IOException {
        Timing timing = result.timing();
        if (timing.roundTripNanos() != Timing.NO_ROUND_TRIP) {
            micros("roundTripMicros", Math.max(1, timing.roundTripNanos()));
        }
        micros("elapsedMicros", timing.elapsedNanos());
        if (timing.queuedNanos() > 0) {
            micros("queuedMicros", timing.queuedNanos());
        }
        if (timing.resolvingNanos() > 0) {
            micros("resolvingMicros", timing.resolvingNanos());
        }
    }

    private void evidence(Evidence evidence) throws IOException {
        json.writeStringField("engine", evidence.engine());
        json.writeStringField("handshake", Texts.name(evidence.handshake()));
        json.writeNumberField("syns", evidence.syns());
        json.writeStringField("signal", Texts.name(evidence.signal()));
        json.writeStringField("clock", Texts.name(evidence.clock()));
        optional("systemCall", evidence.systemCall());
        optional("errno", evidence.errno());
        IcmpMessage icmp = evidence.icmp();
        if (icmp != null) {
            json.writeObjectFieldStart("icmp");
            json.writeNumberField("ipVersion", icmp.ipVersion());
            json.writeNumberField("type", icmp.type());
            json.writeNumberField("code", icmp.code());
            json.writeEndObject();
        }
    }

    private void optional(String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    /** With nanoseconds as decimals, so that a round trip under a microsecond is not zero. */
    private void micros(String name, long nanos) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(Texts.micros(nanos));
    }
}
