package io.halfshake.microprofile.health;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Refuses properties that were not looked for. A target or a setting that is misspelt would silently not be monitored.
 */
final class KnownProperties {
    private static final String ROOT = "halfshake";
    private static final String TARGETS = "halfshake.targets";
    private static final Pattern VARIABLE_OF_A_TARGET = Pattern.compile("HALFSHAKE_TARGETS_\\d+_.*");

    /** System properties of the library, which are among the others in MicroProfile Config. */
    private static final List<String> OF_THE_JVM = List.of("halfshake.engine.", "halfshake.system-calls");

    private KnownProperties() {}

    /**
     * Of environment variables only those of targets by index are looked at: in Kubernetes there are such as
     * {@code HALFSHAKE_PORT} where a service has that name.
     *
     * @param reader has read all that there are
     * @throws InvalidPropertyException if there is another
     */
    static void requireNoOthers(PropertyReader reader, Map<String, String> environment) {
        for (String name : reader.names()) {
            boolean unknown = VARIABLE_OF_A_TARGET.matcher(name).matches()
                    ? reader.known().stream().noneMatch(known -> variable(known).equals(name))
                    : isUnknown(reader, name) && !environment.containsKey(variable(name));
            String value = unknown ? reader.value(name) : null;
            if (value != null) {
                throw new InvalidPropertyException(name, "\"" + value + "\" (expected " + expected(reader, name) + ")");
            }
        }
    }

    private static boolean isUnknown(PropertyReader reader, String name) {
        return name.startsWith(ROOT + ".") && !reader.known().contains(name) && !isOfTheJvm(name);
    }

    private static boolean isOfTheJvm(String name) {
        return OF_THE_JVM.stream().anyMatch(name::startsWith) && System.getProperty(name) != null;
    }

    private static String variable(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static String expected(PropertyReader reader, String name) {
        String parent = VARIABLE_OF_A_TARGET.matcher(name).matches() ? TARGETS + "[0]" : parent(name);
        while (!parent.equals(ROOT) && reader.knownBelow(parent).isEmpty()) {
            parent = parent(parent);
        }
        if (parent.equals(TARGETS)) {
            return "a list: \"- { name: ..., target: ... }\" in YAML, or keys such as halfshake.targets[0].target";
        }
        if (reader.known().contains(parent + "[0]")) {
            return "a list, with keys such as " + parent + "[0]";
        }
        return "one of " + String.join(", ", reader.knownBelow(parent));
    }

    private static String parent(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }
}
