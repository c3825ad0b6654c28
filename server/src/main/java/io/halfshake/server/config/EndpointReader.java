package io.halfshake.server.config;

import io.halfshake.Target;
import io.halfshake.internal.Durations;
import io.halfshake.monitor.TargetSettings;
import io.halfshake.server.config.YamlNode.Mapping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code endpoints}: targets in the form of gatus, of which those are accepted that are a TCP port. */
final class EndpointReader {
    static final List<String> KEYS = TargetReader.keys(
            "name", "group", "url", "enabled", "conditions", "alerts", "client", "extra-labels", "labels");
    static final List<String> CLIENT_KEYS = List.of("timeout");

    /** What is sent of an alert, and when, is for the sink to say. */
    static final List<String> ALERT_KEYS = List.of(
            "type",
            "enabled",
            "failure-threshold",
            "success-threshold",
            "send-on-resolved",
            "minimum-reminder-interval",
            "description",
            "provider-override");

    private static final List<String> UNUSED_ALERT_KEYS =
            List.of("send-on-resolved", "minimum-reminder-interval", "description", "provider-override");

    private static final String SCHEME = "tcp://";
    private static final String CONDITION = "[CONNECTED] == true";

    private final SettingsReader settings;
    private final ReadContext context;
    private final TargetReader targets;

    EndpointReader(SettingsReader settings, ReadContext context, TargetReader targets) {
        this.settings = settings;
        this.context = context;
        this.targets = targets;
    }

    void read(YamlNode node, String path) {
        Section endpoint = Section.open(node, path, KEYS, context);
        if (endpoint == null) {
            return;
        }
        Target target = endpoint.required("url", EndpointReader::url);
        endpoint.values("conditions", EndpointReader::condition);
        List<String> names = new ArrayList<>();
        List<Section> alerts = alerts(endpoint, names);
        if (!endpoint.has("alerts")) {
            names.addAll(settings.defaultAlerts());
        }
        TargetSettings aliases = TargetSettings.inherited();
        Integer fall = threshold(endpoint, "fall", alerts, "failure-threshold");
        aliases = fall == null ? aliases : aliases.withFall(fall);
        Integer rise = threshold(endpoint, "rise", alerts, "success-threshold");
        aliases = rise == null ? aliases : aliases.withRise(rise);
        Duration timeout = clientTimeout(endpoint);
        aliases = timeout == null ? aliases : aliases.withTimeout(timeout);
        Boolean enabled = endpoint.value("enabled", ValueParsers::flag);
        boolean watched = enabled == null || enabled;
        targets.add(endpoint, watched ? target : null, labels(endpoint), settings.read(endpoint, aliases), names);
    }

    private static Map<String, String> labels(Section endpoint) {
        boolean extra = endpoint.has("extra-labels");
        if (extra && endpoint.has("labels")) {
            refuse(endpoint, "extra-labels", "a second map", "no labels beside it");
        }
        return TargetReader.labels(endpoint, extra ? "extra-labels" : "labels");
    }

    private static Target url(String path, String text) {
        ValueParsers.require(text.startsWith(SCHEME), path, text, "tcp://host:port, other checks are not made");
        return Target.parse(text.substring(SCHEME.length()));
    }

    private static String condition(String path, String text) {
        String plain = text.strip().replaceAll("\\s+", " ");
        return ValueParsers.require(
                plain.equals(CONDITION), path, text, CONDITION + "; a limit of the response time is the timeout");
    }

    /** The alerts that are enabled; their names are added. */
    private List<Section> alerts(Section endpoint, List<String> names) {
        List<Section> alerts = new ArrayList<>();
        endpoint.forEach("alerts", (item, path) -> {
            Section alert = item instanceof Mapping ? Section.open(item, path, ALERT_KEYS, context) : null;
            String name = alert == null
                    ? context.read(item, path, ValueParsers::name)
                    : alert.required("type", ValueParsers::name);
            Boolean enabled = alert == null ? null : alert.value("enabled", ValueParsers::flag);
            if (name != null && (enabled == null || enabled)) {
                addSink(names, name, item, path);
                if (alert != null) {
                    alerts.add(alert);
                    warnOfUnused(alert);
                }
            }
        });
        return alerts;
    }

    private void warnOfUnused(Section alert) {
        for (String key : UNUSED_ALERT_KEYS) {
            if (alert.has(key)) {
                context.problems()
                        .warning(
                                alert.position(key), alert.path(key), "not used: the sink says what is sent, and when");
            }
        }
    }

    private void addSink(List<String> names, String name, YamlNode item, String path) {
        try {
            names.add(settings.alertNames().parse(path, name));
        } catch (IllegalArgumentException e) {
            context.problems().error(item.position(), path, e);
        }
    }

    /** A target has one threshold for all of its alerts. */
    private static @Nullable Integer threshold(Section endpoint, String key, List<Section> alerts, String alias) {
        Integer agreed = null;
        for (Section alert : alerts) {
            Integer value = alert.value(alias, ValueParsers::count);
            if (value != null && endpoint.has(key)) {
                refuse(alert, alias, value, "no other than " + key);
            } else if (value != null && agreed != null && !agreed.equals(value)) {
                refuse(alert, alias, value, "the same in all alerts, " + agreed);
            }
            agreed = agreed == null ? value : agreed;
        }
        return agreed;
    }

    private static @Nullable Duration clientTimeout(Section endpoint) {
        Section client = endpoint.section("client", CLIENT_KEYS);
        Duration timeout = client == null ? null : client.value("timeout", Durations::parse);
        if (client != null && timeout != null && endpoint.has("timeout")) {
            refuse(client, "timeout", Durations.text(timeout), "no other than the timeout of the endpoint");
        }
        return timeout;
    }

    private static void refuse(Section section, String key, Object value, String rule) {
        section.context()
                .problems()
                .error(section.position(key), section.path(key), value + " (expected " + rule + ")");
    }
}
