package io.halfshake.server.config;

import io.halfshake.internal.Arguments;
import io.halfshake.internal.Durations;
import io.halfshake.server.alerts.Destination;
import io.halfshake.server.alerts.SinkConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code sinks}: where alerts are sent to. */
final class SinkReader {
    /** Those of all types. */
    static final List<String> COMMON_KEYS = List.of("type", "window", "reminder", "timeout");

    private static final Duration DEFAULT_WINDOW = Duration.ofSeconds(10);
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration MAX_WINDOW = Duration.ofHours(1);
    private static final Duration MIN_REMINDER = Duration.ofSeconds(1);
    private static final Duration MAX_REMINDER = Duration.ofHours(1_000);

    private final SecretReader secrets;
    private final List<SinkConfig> sinks = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final boolean present;

    private SinkReader(boolean present, SecretReader secrets) {
        this.present = present;
        this.secrets = secrets;
    }

    static SinkReader read(@Nullable YamlNode node, SecretReader secrets) {
        SinkReader reader = new SinkReader(node != null, secrets);
        Section all = node == null ? null : secrets.openNames(node, "sinks");
        if (all != null) {
            all.forEachKey(ValueParsers::name, (name, sink) -> reader.sink(name, sink, all.path(name)));
        }
        return reader;
    }

    /** In the order of the file. */
    List<SinkConfig> sinks() {
        return List.copyOf(sinks);
    }

    /** Those with an error too. */
    AlertNames names() {
        return new AlertNames(Set.copyOf(names), !present);
    }

    private void sink(String name, YamlNode node, String path) {
        names.add(name);
        Section section = secrets.open(node, path);
        DestinationReader type = section == null ? null : section.required("type", DestinationReader::of);
        if (section == null || type == null) {
            return;
        }
        requireKeys(section, type.keys());
        Destination destination = type.read(section, secrets);
        Duration window = section.value("window", (key, text) -> duration(key, text, Duration.ZERO, MAX_WINDOW));
        Duration given = section.value(
                "reminder", (key, text) -> duration(key, text, MIN_REMINDER, type.maxReminder(MAX_REMINDER)));
        Duration reminder = given == null ? type.reminder() : given;
        Duration maxTimeout = least(MAX_TIMEOUT, type.maxTimeout(MAX_TIMEOUT, reminder));
        Duration timeout = section.value("timeout", (key, text) -> duration(key, text, Duration.ZERO, maxTimeout));
        if (destination != null) {
            sinks.add(new SinkConfig(
                    name,
                    destination,
                    window == null ? type.window(DEFAULT_WINDOW) : window,
                    reminder,
                    timeout == null ? least(DEFAULT_TIMEOUT, maxTimeout) : timeout));
        }
    }

    private static void requireKeys(Section section, Collection<String> ofTheType) {
        List<String> known = new ArrayList<>(COMMON_KEYS);
        known.addAll(ofTheType);
        section.requireOnly(known);
    }

    private static Duration duration(String path, String text, Duration min, Duration max) {
        Duration duration = Durations.parse(path, text);
        if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
            String least = min.isZero() ? "" : "at least " + Durations.text(min) + ", ";
            throw Arguments.wrong(path, text, least + "at most " + Durations.text(max));
        }
        return duration;
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
