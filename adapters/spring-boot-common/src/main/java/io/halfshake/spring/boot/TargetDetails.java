package io.halfshake.spring.boot;

import io.halfshake.CheckResult;
import io.halfshake.Evidence;
import io.halfshake.Target;
import io.halfshake.monitor.Blindness;
import io.halfshake.monitor.CheckCounts;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.Outage;
import io.halfshake.monitor.OutageHistory;
import io.halfshake.monitor.OutageHistory.DowntimeTotal;
import io.halfshake.monitor.RoundTripPercentiles;
import io.halfshake.monitor.TargetStatus;
import io.halfshake.monitor.TimeBounds;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a target, as maps of texts and numbers that any JSON library writes alike. The fields have the names
 * that they have on the command line.
 */
final class TargetDetails {
    private static final int[] PERCENTS = {50, 90, 99};

    private TargetDetails() {}

    /** What health shows. */
    static Map<String, Object> brief(HalfshakeTargets targets, TargetStatus status) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("target", status.target());
        putIfPresent(details, "group", targets.group(status.target()));
        details.put("state", word(status.state()));
        details.put("since", time(status.since()));
        putIfPresent(details, "blindSince", blindSince(targets.monitor()));
        CheckResult last = status.last();
        if (last != null) {
            putIfPresent(details, "reason", reason(last));
            details.put("last", last.describe());
        }
        return details;
    }

    /** What the endpoint shows of one of many targets. */
    static Map<String, Object> line(HalfshakeTargets targets, TargetStatus status) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("name", targets.name(status.target()));
        line.putAll(brief(targets, status));
        return line;
    }

    /** What the endpoint shows of a single target. */
    static Map<String, Object> full(HalfshakeTargets targets, TargetStatus status) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("name", targets.name(status.target()));
        details.put("target", status.target());
        putIfPresent(details, "group", targets.group(status.target()));
        details.put("state", word(status.state()));
        details.put("since", time(status.since()));
        details.put("inDoubt", status.inDoubt());
        putIfPresent(details, "blindSince", blindSince(targets.monitor()));
        CheckResult last = status.last();
        if (last != null) {
            details.put("last", result(last, status));
        }
        details.put("checks", checks(status.counts()));
        details.put("roundTripMicros", percentiles(status.roundTrips()));
        OutageHistory history = status.outageHistory();
        DowntimeTotal downtime = history.downtime();
        details.put("outageCount", downtime.outages());
        details.put("downtimeAtLeastMicros", micros(downtime.shortest()));
        details.put("downtimeAtMostMicros", micros(downtime.longest()));
        details.put("unobservedMicros", micros(history.unobservedTotal()));
        details.put(
                "outages", history.outages().stream().map(TargetDetails::outage).toList());
        return details;
    }

    /** When it was found that too few witnesses respond: since then a state may be older than the target's own. */
    static @Nullable String blindSince(Monitor monitor) {
        Blindness blindness = monitor.blindness();
        return blindness == null ? null : time(blindness.began().latest());
    }

    /** What the endpoint shows while too few witnesses respond. */
    static Map<String, Object> blindness(Blindness blindness) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("began", bounds(blindness.began()));
        details.put("responding", blindness.responding());
        details.put("quorum", blindness.quorum());
        Map<String, String> witnesses = new LinkedHashMap<>();
        blindness.witnesses().forEach((witness, last) -> witnesses.put(witness, last.describe()));
        details.put("witnesses", witnesses);
        return details;
    }

    private static Map<String, Object> result(CheckResult result, TargetStatus status) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("state", word(result.state()));
        putIfPresent(details, "reason", reason(result));
        Instant at = status.lastAt();
        putIfPresent(details, "at", at == null ? null : time(at));
        InetSocketAddress address = result.address();
        putIfPresent(
                details, "address", address == null ? null : Target.of(address).toString());
        Duration roundTrip = result.roundTrip();
        putIfPresent(details, "roundTripMicros", roundTrip == null ? null : micros(roundTrip));
        details.put("elapsedMicros", micros(result.elapsed()));
        Evidence evidence = result.evidence();
        details.put("engine", evidence.engine());
        details.put("handshake", word(evidence.handshake()));
        details.put("syns", evidence.syns());
        details.put("signal", word(evidence.signal()));
        putIfPresent(details, "errno", evidence.errno());
        details.put("text", result.describe());
        return details;
    }

    private static Map<String, Object> checks(CheckCounts counts) {
        Map<String, Object> checks = new LinkedHashMap<>();
        checks.put("up", counts.up());
        checks.put("down", counts.downs());
        checks.put("unknown", counts.unknowns());
        Map<String, Object> reasons = new LinkedHashMap<>();
        counts.down().forEach((reason, count) -> reasons.put(word(reason), count));
        counts.unknown().forEach((reason, count) -> reasons.put(word(reason), count));
        checks.put("reasons", reasons);
        return checks;
    }

    private static Map<String, Object> percentiles(RoundTripPercentiles roundTrips) {
        Map<String, Object> percentiles = new LinkedHashMap<>();
        for (int percent : PERCENTS) {
            Duration at = roundTrips.at(percent);
            putIfPresent(percentiles, "p" + percent, at == null ? null : micros(at));
        }
        return percentiles;
    }

    private static Map<String, Object> outage(Outage outage) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("began", bounds(outage.began()));
        if (!outage.ongoing()) {
            details.put("ended", bounds(outage.ended()));
        }
        details.put("ongoing", outage.ongoing());
        details.put("beganUnseen", outage.beganUnseen());
        details.put("reason", word(outage.reason()));
        details.put("shortestMicros", micros(outage.shortest()));
        details.put("longestMicros", micros(outage.longest()));
        return details;
    }

    private static Map<String, String> bounds(TimeBounds bounds) {
        Map<String, String> times = new LinkedHashMap<>();
        times.put("earliest", time(bounds.earliest()));
        times.put("latest", time(bounds.latest()));
        return times;
    }

    private static @Nullable String reason(CheckResult result) {
        if (result instanceof CheckResult.Down down) {
            return word(down.reason());
        }
        return result instanceof CheckResult.Unknown unknown ? word(unknown.reason()) : null;
    }

    static void putIfPresent(Map<String, Object> map, String key, @Nullable Object value) {
        if (value != null) {
            map.put(key, value);
        }
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Moments of one outage differ by nanoseconds from copy to copy, and a reader takes what differs for news. */
    static String time(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}
