package io.halfshake.microprofile.health;

import io.halfshake.CheckResult;
import io.halfshake.monitor.Blindness;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.TargetStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What a health check says of targets. The specification has data as texts, numbers and booleans only, so what is known
 * of a target has keys that begin with its name and a slash, which no name contains. The rest of such a key is the name
 * that the same field has on the command line.
 */
final class TargetsReport {
    private final Map<String, Object> data = new LinkedHashMap<>();
    private boolean down;

    void down() {
        down = true;
    }

    void add(String key, long number) {
        data.put(key, number);
    }

    void add(String key, String text) {
        data.put(key, text);
    }

    void add(HalfshakeTargets targets, TargetStatus status) {
        String name = targets.name(status.target());
        add(name, word(status.state()));
        add(name + "/target", status.target());
        String group = targets.group(status.target());
        if (group != null) {
            add(name + "/group", group);
        }
        add(name + "/since", time(status.since()));
        String blindSince = blindSince(targets.monitor());
        if (blindSince != null) {
            add(name + "/blindSince", blindSince);
        }
        CheckResult last = status.last();
        if (last != null) {
            String reason = reason(last);
            if (reason != null) {
                add(name + "/reason", reason);
            }
            add(name + "/last", last.describe());
        }
    }

    boolean isDown() {
        return down;
    }

    Map<String, Object> data() {
        return data;
    }

    HealthCheckResponse response(String check) {
        HealthCheckResponseBuilder builder = HealthCheckResponse.named(check).status(!down);
        data.forEach((key, value) -> {
            if (value instanceof Long number) {
                builder.withData(key, number);
            } else {
                builder.withData(key, value.toString());
            }
        });
        return builder.build();
    }

    /** When it was found that too few witnesses respond: since then a state may be older than the target's own. */
    static @Nullable String blindSince(Monitor monitor) {
        Blindness blindness = monitor.blindness();
        return blindness == null ? null : time(blindness.began().latest());
    }

    private static @Nullable String reason(CheckResult result) {
        if (result instanceof CheckResult.Down down) {
            return word(down.reason());
        }
        return result instanceof CheckResult.Unknown unknown ? word(unknown.reason()) : null;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Monitoring systems compare texts, and nanoseconds are not needed. */
    private static String time(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
