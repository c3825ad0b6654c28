package io.halfshake.microprofile.health;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/**
 * Reads properties as texts and converts them here: the converters for durations differ between runtimes, and none
 * names the property, the value and the rule.
 */
final class PropertyReader {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,18})(ns|us|ms|s|m|h|d)");
    private static final Pattern INDEX = Pattern.compile("\\[(\\d+)]");
    private static final Map<String, Duration> UNITS = Map.of(
            "ns", Duration.ofNanos(1),
            "us", Duration.ofNanos(1_000),
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private final Config config;
    private final Set<String> known = new LinkedHashSet<>();

    PropertyReader(Config config) {
        this.config = config;
    }

    /**
     * Null where the property is not set, or empty, which MicroProfile Config takes for the same. Lists in YAML have
     * names such as {@code targets[0]} in SmallRye Config, and {@code targets.0} in Helidon.
     */
    @Nullable
    String text(String property) {
        known.add(property);
        known.add(inHelidon(property));
        return value(property);
    }

    private static String inHelidon(String property) {
        return INDEX.matcher(property).replaceAll(".$1");
    }

    /** The same of a property that need not be one of Halfshake's. */
    @Nullable
    String value(String property) {
        return config.getOptionalValue(property, String.class)
                .or(() -> config.getOptionalValue(inHelidon(property), String.class))
                .orElse(null);
    }

    /** The text of a property that cannot be expanded; else null, also where what it expands to is empty. */
    @Nullable
    String unexpanded(String property) {
        ConfigValue value = config.getConfigValue(property);
        String text = value.getRawValue();
        return value.getValue() == null && text != null && text.contains("${") ? text : null;
    }

    Iterable<String> names() {
        return config.getPropertyNames();
    }

    /** What was read, or looked for. */
    Set<String> known() {
        return Collections.unmodifiableSet(known);
    }

    /** The names, each once, that follow this one and a dot in those that were read or looked for. */
    List<String> knownBelow(String parent) {
        return known.stream()
                .filter(each -> each.startsWith(parent + "."))
                .map(each -> each.substring(parent.length() + 1).split("[.\\[]", 2)[0])
                .distinct()
                .toList();
    }

    @Nullable
    Duration duration(String property) {
        String text = text(property);
        if (text == null) {
            return null;
        }
        String value = text.strip();
        Matcher parts = DURATION.matcher(value);
        try {
            if (parts.matches()) {
                Duration unit = UNITS.getOrDefault(parts.group(2), Duration.ZERO);
                return unit.multipliedBy(Long.parseLong(parts.group(1)));
            }
            return Duration.parse(value);
        } catch (ArithmeticException | DateTimeException e) {
            throw refused(property, text, "a duration such as 5s or 500ms");
        }
    }

    @Nullable
    Integer number(String property) {
        String text = text(property);
        if (text == null) {
            return null;
        }
        try {
            return Integer.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw refused(property, text, "a whole number");
        }
    }

    boolean flag(String property) {
        String text = text(property);
        if (text == null || text.strip().equalsIgnoreCase("false")) {
            return false;
        }
        if (text.strip().equalsIgnoreCase("true")) {
            return true;
        }
        throw refused(property, text, "true or false");
    }

    /** The items between commas, or those that have an index, as in YAML. */
    List<String> list(String property) {
        String text = text(property);
        return text == null ? elements(property) : items(text);
    }

    static List<String> items(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    private List<String> elements(String property) {
        List<String> elements = new ArrayList<>();
        String next = text(property + "[0]");
        while (next != null) {
            elements.add(next.strip());
            next = text(property + "[" + elements.size() + "]");
        }
        return elements;
    }

    private static InvalidPropertyException refused(String property, String value, String expected) {
        return new InvalidPropertyException(property, "\"" + value + "\" (expected " + expected + ")");
    }
}
