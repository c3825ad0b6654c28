package io.halfshake.microprofile.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * The properties {@code halfshake.*}. What their values may be is checked where they are used, by the rules of the
 * library.
 *
 * @param requireHalfOpen whether the start fails on a machine where checks would complete handshakes
 * @param interval of targets without their own
 * @param timeout of targets without their own
 * @param rise of targets without their own
 * @param fall of targets without their own
 * @param logTransitions whether the log has a line for each target that goes down or comes up
 * @param targets what to monitor
 * @param witnesses addresses that tell whether this machine's own network works
 * @param health how targets count in health
 */
record HalfshakeProperties(
        boolean requireHalfOpen,
        @Nullable Duration interval,
        @Nullable Duration timeout,
        @Nullable Integer rise,
        @Nullable Integer fall,
        boolean logTransitions,
        List<TargetProperties> targets,
        WitnessProperties witnesses,
        HealthProperties health) {
    private static final int MAX_COMPONENTS = 100;

    /** In each form of a name: {@code halfshake.targets[0].name}, in Helidon's YAML, and in an environment variable. */
    private static final Pattern INDEX =
            Pattern.compile("halfshake[._]targets[.\\[_](\\d{1,9})(?:[.\\]_].*)?", Pattern.CASE_INSENSITIVE);

    /** @throws InvalidPropertyException if a value does not have the form of its property, or a property is unknown */
    static HalfshakeProperties read(Config config) {
        PropertyReader reader = new PropertyReader(config);
        ExpandedProperties.require(reader);
        HalfshakeProperties properties = read(reader);
        KnownProperties.requireNoOthers(reader, System.getenv());
        return properties;
    }

    private static HalfshakeProperties read(PropertyReader reader) {
        return new HalfshakeProperties(
                reader.flag("halfshake.require-half-open"),
                reader.duration("halfshake.interval"),
                reader.duration("halfshake.timeout"),
                reader.number("halfshake.rise"),
                reader.number("halfshake.fall"),
                reader.flag("halfshake.log-transitions"),
                targets(reader),
                WitnessProperties.read(reader),
                HealthProperties.read(reader));
    }

    private static List<TargetProperties> targets(PropertyReader reader) {
        List<TargetProperties> targets = new ArrayList<>();
        TargetProperties next = TargetProperties.read(reader, key(0));
        while (next != null) {
            targets.add(next);
            next = TargetProperties.read(reader, key(targets.size()));
        }
        for (String name : reader.names()) {
            requireComplete(reader, name, targets.size());
        }
        return orOfTexts(reader, targets);
    }

    /** A list of texts alone is {@code halfshake.targets} with commas, in some runtimes beside what has an index. */
    private static List<TargetProperties> orOfTexts(PropertyReader reader, List<TargetProperties> indexed) {
        String text = reader.text("halfshake.targets");
        if (text == null) {
            return List.copyOf(indexed);
        }
        List<TargetProperties> ofTexts =
                PropertyReader.items(text).stream().map(TargetProperties::of).toList();
        if (!indexed.isEmpty() && !indexed.equals(ofTexts)) {
            throw new InvalidPropertyException(
                    "halfshake.targets", "\"" + text + "\" (expected none beside " + key(0) + ")");
        }
        return ofTexts;
    }

    private static String key(int index) {
        return "halfshake.targets[" + index + "]";
    }

    /** A target after a gap in the list, or one whose properties are all misspelt, would silently not be monitored. */
    private static void requireComplete(PropertyReader reader, String name, int count) {
        Matcher index = INDEX.matcher(name);
        String value = index.matches() && Integer.parseInt(index.group(1)) >= count ? reader.value(name) : null;
        if (value != null) {
            throw new InvalidPropertyException(name, "\"" + value + "\" (expected " + key(count) + ".target too)");
        }
    }

    /**
     * A target to monitor.
     *
     * @param name what it is called, by default the target
     * @param target host and port
     * @param group a label
     */
    record TargetProperties(
            @Nullable String name,
            @Nullable String target,
            @Nullable String group,
            @Nullable Duration interval,
            @Nullable Duration timeout,
            @Nullable Integer rise,
            @Nullable Integer fall) {
        static TargetProperties of(String target) {
            return new TargetProperties(null, target, null, null, null, null, null);
        }

        /** Null where there is none at this key. */
        static @Nullable TargetProperties read(PropertyReader reader, String key) {
            TargetProperties read = new TargetProperties(
                    reader.text(key + ".name"),
                    reader.text(key + ".target"),
                    reader.text(key + ".group"),
                    reader.duration(key + ".interval"),
                    reader.duration(key + ".timeout"),
                    reader.number(key + ".rise"),
                    reader.number(key + ".fall"));
            boolean isEmpty = Stream.of(
                            read.name, read.target, read.group, read.interval, read.timeout, read.rise, read.fall)
                    .allMatch(Objects::isNull);
            String text = reader.text(key);
            if (text == null) {
                return isEmpty ? null : read;
            }
            if (!isEmpty) {
                throw new InvalidPropertyException(
                        key, "\"" + text + "\" (expected " + key + ".target instead, where a target has more)");
            }
            return of(text.strip());
        }
    }

    /**
     * Addresses that tell whether this machine's own network works.
     *
     * @param targets those that are expected to answer always; while too few of them respond, the silence of a target
     *     does not count
     * @param quorum how many of them have to respond
     */
    record WitnessProperties(List<String> targets, int quorum) {
        static WitnessProperties read(PropertyReader reader) {
            List<String> targets = reader.list("halfshake.witnesses.targets");
            Integer quorum = reader.number("halfshake.witnesses.quorum");
            return new WitnessProperties(targets, quorum == null ? 1 : quorum);
        }
    }

    /**
     * How targets count in health.
     *
     * @param affectsStatus whether a target that is down makes the check of all targets DOWN
     * @param maxComponents how many targets are shown one by one; where there are more, only numbers are
     * @param readiness the names and groups of the targets that make the application unready
     */
    record HealthProperties(boolean affectsStatus, int maxComponents, List<String> readiness) {
        static HealthProperties read(PropertyReader reader) {
            boolean affectsStatus = reader.flag("halfshake.health.affects-status");
            Integer maxComponents = reader.number("halfshake.health.max-components");
            return new HealthProperties(
                    affectsStatus,
                    maxComponents == null ? MAX_COMPONENTS : maxComponents,
                    reader.list("halfshake.health.readiness"));
        }
    }
}
