package io.halfshake.monitor;

import io.halfshake.CheckResult;
import io.halfshake.internal.Durations;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a monitor knows or a diagnosis found, as JSON (RFC 8259) on one line. Written by hand: a library to do it would
 * be our users' too.
 */
final class Json {
    private static final List<Integer> PERCENTS = List.of(50, 90, 99, 100);

    private final StringBuilder text = new StringBuilder();

    private Json() {}

    static String of(Transition transition) {
        Json json = new Json();
        json.begin()
                .field("target", transition.target())
                .field("from", word(transition.from()))
                .field("to", word(transition.to()))
                .field("at", transition.at())
                .key("bounds");
        json.bounds(transition.bounds()).key("evidence");
        json.result(transition.evidence()).end();
        return json.text.toString();
    }

    static String of(Ledger ledger) {
        return new Json().ledger(ledger).text.toString();
    }

    static String of(TargetStatus status) {
        return new Json().status(status).text.toString();
    }

    static String of(MonitorSnapshot snapshot) {
        Json json = new Json();
        MonitorStats stats = snapshot.stats();
        json.begin()
                .field("at", snapshot.at())
                .field("up", stats.up())
                .field("down", stats.down())
                .field("unknown", stats.unknown())
                .field("started", stats.started())
                .field("skipped", stats.skipped())
                .field("overdue", stats.overdue())
                .field("inFlight", stats.inFlight())
                .field("stalls", stats.stalls())
                .field("stalledNanos", stats.stalled())
                .field("failedListeners", stats.failedListeners())
                .field("droppedTransitions", stats.droppedTransitions())
                .list("targets", snapshot.targets(), Json::status)
                .end();
        return json.text.toString();
    }

    static String of(Diagnosis diagnosis) {
        Json json = new Json();
        InetAddress address = diagnosis.address();
        json.begin()
                .field("target", diagnosis.target())
                .field("address", address == null ? null : DiagnosisText.literal(address))
                .field("verdict", word(diagnosis.verdict()))
                .field("text", diagnosis.describe())
                .list("evidence", diagnosis.evidence(), Json::text)
                .key("service");
        json.resultOrNull(diagnosis.service())
                .list("closedPorts", diagnosis.closedPorts(), Json::closedPort)
                .key("echo");
        json.resultOrNull(diagnosis.echo()).end();
        return json.text.toString();
    }

    private Json closedPort(CheckResult result) {
        begin().field("port", AnswerText.port(result)).key("result");
        return result(result).end();
    }

    private Json text(String value) {
        quote(value);
        return this;
    }

    private Json resultOrNull(@Nullable CheckResult result) {
        if (result == null) {
            text.append("null");
            return this;
        }
        return result(result);
    }

    private Json status(TargetStatus status) {
        begin().field("target", status.target())
                .field("state", word(status.state()))
                .field("since", status.since())
                .field("streak", status.streak())
                .field("inDoubt", status.inDoubt())
                .key("last");
        resultOrNull(status.last());
        field("lastAt", status.lastAt()).field("lastHeld", status.lastHeld()).key("counts");
        counts(status.counts()).key("roundTripNanos");
        percentiles(status.roundTrips()).key("ledger");
        return ledger(status.ledger()).end();
    }

    private Json ledger(Ledger ledger) {
        DowntimeTotal total = ledger.downtime();
        begin().field("target", ledger.target())
                .field("observedFrom", ledger.observedFrom())
                .field("asOf", ledger.asOf())
                .field("outageCount", total.outages())
                .field("shortestNanos", total.shortest())
                .field("longestNanos", total.longest())
                .field("unobservedNanos", ledger.unobservedTotal())
                .list("outages", ledger.outages(), Json::outage)
                .list("unobserved", ledger.unobserved(), Json::span)
                .key("lengthNanos");
        percentiles(ledger.outageLengths());
        Availability availability = ledger.availability(Duration.ofNanos(Durations.FOREVER_NANOS));
        key("availability").begin();
        field("from", availability.from())
                .field("lower", availability.lower())
                .field("upper", availability.upper())
                .end();
        return end();
    }

    private Json outage(Outage outage) {
        begin().key("began");
        bounds(outage.began()).key("ended");
        return bounds(outage.ended())
                .field("ongoing", outage.ongoing())
                .field("beganUnseen", outage.beganUnseen())
                .field("reason", word(outage.reason()))
                .field("shortestNanos", outage.shortest())
                .field("longestNanos", outage.longest())
                .end();
    }

    private Json bounds(Bounds bounds) {
        return begin().field("earliest", bounds.earliest())
                .field("latest", bounds.latest())
                .end();
    }

    private Json span(Span span) {
        return begin().field("from", span.from()).field("to", span.to()).end();
    }

    private Json result(CheckResult result) {
        begin().field("state", result.isUp() ? "up" : result.isDown() ? "down" : "unknown");
        if (result instanceof CheckResult.Down down) {
            field("reason", word(down.reason()));
        } else if (result instanceof CheckResult.Unknown unknown) {
            field("reason", word(unknown.reason()));
        }
        return field("roundTripNanos", result.roundTrip())
                .field("elapsedNanos", result.elapsed())
                .field("text", result.describe())
                .end();
    }

    private Json counts(Counts counts) {
        begin().field("up", counts.up()).key("down");
        reasons(counts.down()).key("unknown");
        return reasons(counts.unknown()).field("loss", counts.loss()).end();
    }

    private Json reasons(Map<? extends Enum<?>, Long> counts) {
        begin();
        counts.forEach((reason, count) -> field(word(reason), count));
        return end();
    }

    private Json percentiles(Percentiles percentiles) {
        begin().field("count", percentiles.weight());
        for (int percent : PERCENTS) {
            field("p" + percent, percentiles.at(percent));
        }
        return end();
    }

    /** As the command line writes it. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private interface Writer<T> {
        Json write(Json json, T value);
    }

    private <T> Json list(String name, List<T> values, Writer<T> writer) {
        key(name);
        text.append('[');
        for (T value : values) {
            comma();
            writer.write(this, value);
        }
        text.append(']');
        return this;
    }

    private Json field(String name, @Nullable Object value) {
        key(name);
        if (value instanceof String || value instanceof Instant) {
            quote(value.toString());
        } else if (value instanceof Duration duration) {
            text.append(duration.toNanos());
        } else if (value instanceof Double number && number.isNaN()) {
            // JSON has no such number.
            text.append("null");
        } else {
            text.append(value);
        }
        return this;
    }

    private Json key(String name) {
        comma();
        quote(name);
        text.append(':');
        return this;
    }

    private Json begin() {
        text.append('{');
        return this;
    }

    private Json end() {
        text.append('}');
        return this;
    }

    private void comma() {
        char last = text.charAt(text.length() - 1);
        if (last != '{' && last != '[') {
            text.append(',');
        }
    }

    private void quote(String value) {
        text.append('"');
        value.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                text.append('\\').append((char) c);
            } else if (c < ' ' || Character.getType(c) == Character.SURROGATE) {
                // Half of a surrogate pair would be lost on its way through UTF-8.
                text.append(String.format("\\u%04x", c));
            } else {
                text.appendCodePoint(c);
            }
        });
        text.append('"');
    }
}
