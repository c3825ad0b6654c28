package io.halfshake.server.config;

import io.halfshake.internal.Durations;
import io.halfshake.monitor.TargetSettings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads how targets are monitored: {@code defaults}, and the same keys of single targets. */
final class SettingsReader {
    static final List<String> KEYS =
            List.of("interval", "timeout", "rise", "fall", "jitter", "fast-interval", "down-interval");

    private static final String ALERTS = "alerts";

    static final List<String> DEFAULTS_KEYS =
            Stream.concat(KEYS.stream(), Stream.of(ALERTS)).toList();

    private static final Pattern ISO_DURATION = Pattern.compile("PT[0-9.HMS]+");

    private final TargetSettings defaults;

    /** Nothing contradicts defaults of which a part is missing because it is wrong. */
    private final boolean defaultsAreRight;

    private final AlertNames alertNames;
    private final List<String> defaultAlerts;

    private SettingsReader(
            TargetSettings defaults, boolean defaultsAreRight, AlertNames alertNames, List<String> defaultAlerts) {
        this.defaults = defaults;
        this.defaultsAreRight = defaultsAreRight;
        this.alertNames = alertNames;
        this.defaultAlerts = List.copyOf(defaultAlerts);
    }

    /** Reads the defaults. */
    static SettingsReader of(@Nullable YamlNode node, AlertNames alertNames, ReadContext context) {
        SettingsReader none = new SettingsReader(TargetSettings.inherited(), true, alertNames, List.of());
        Section section = node == null ? null : Section.open(node, "defaults", DEFAULTS_KEYS, context);
        if (section == null) {
            return none;
        }
        int errors = context.problems().errors();
        TargetSettings defaults = none.read(section);
        boolean right = context.problems().errors() == errors;
        return new SettingsReader(defaults, right, alertNames, section.values(ALERTS, alertNames::parse));
    }

    /** What is not set for a target. */
    TargetSettings defaults() {
        return defaults;
    }

    /** The sinks of a target that names none. */
    List<String> defaultAlerts() {
        return defaultAlerts;
    }

    /** The sinks that the section names; those of the defaults if it has no such list. */
    List<String> alerts(Section section) {
        return section.has(ALERTS) ? section.values(ALERTS, alertNames::parse) : defaultAlerts;
    }

    AlertNames alertNames() {
        return alertNames;
    }

    /** What the section sets, and the defaults for the rest. */
    TargetSettings read(Section section) {
        return read(section, TargetSettings.inherited());
    }

    /** What the section sets, and else the aliases of its keys, and the defaults for the rest. */
    TargetSettings read(Section section, TargetSettings aliases) {
        int errors = section.context().problems().errors();
        TargetSettings settings = aliases;
        settings = with(settings, section.value("interval", Durations::parse), TargetSettings::withInterval);
        settings = with(settings, section.value("timeout", Durations::parse), TargetSettings::withTimeout);
        settings = with(settings, section.value("rise", ValueParsers::count), TargetSettings::withRise);
        settings = with(settings, section.value("fall", ValueParsers::count), TargetSettings::withFall);
        settings = with(settings, section.value("jitter", ValueParsers::fraction), TargetSettings::withJitter);
        settings = with(settings, section.value("fast-interval", Durations::parse), TargetSettings::withFastInterval);
        settings = with(settings, section.value("down-interval", Durations::parse), TargetSettings::withDownInterval);
        settings = settings.withDefaults(defaults);
        if (defaultsAreRight && section.context().problems().errors() == errors) {
            requireConsistent(section, settings);
        }
        return settings;
    }

    private static <T> TargetSettings with(
            TargetSettings settings, @Nullable T value, BiFunction<TargetSettings, T, TargetSettings> setter) {
        return value == null ? settings : setter.apply(settings, value);
    }

    private static void requireConsistent(Section section, TargetSettings settings) {
        try {
            settings.requireConsistent();
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            int colon = message.indexOf(':');
            String key =
                    message.substring(0, colon).replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            section.context()
                    .problems()
                    .error(
                            section.position(key, "interval"),
                            section.path(key),
                            asInTheFile(message.substring(colon + 2)));
        }
    }

    /** With durations as the file has them. */
    private static String asInTheFile(String message) {
        return ISO_DURATION.matcher(message).replaceAll(found -> Durations.text(Duration.parse(found.group())));
    }
}
