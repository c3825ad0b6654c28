package io.halfshake;

import io.halfshake.internal.FailSafe;
import io.halfshake.spi.EngineProvider;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The system properties {@code halfshake.engine.NAME}, which turn engines off. */
final class EngineSwitches {
    private static final String PREFIX = "halfshake.engine.";
    private static final String OFF = "off";
    private static final String ON = "on";
    private static final Set<String> REPORTED = ConcurrentHashMap.newKeySet();

    private EngineSwitches() {}

    /** The system property that turns this engine off, and its value; null where none does. */
    static @Nullable String turnedOff(String engine) {
        String property = PREFIX + engine;
        String value = value(property);
        return OFF.equalsIgnoreCase(value) ? "system property " + property + ": " + value : null;
    }

    private static @Nullable String value(String name) {
        try {
            return System.getProperty(name);
        } catch (SecurityException e) {
            return null;
        }
    }

    /**
     * Logs, once each, properties that have no effect: what was meant to be off would be used without a word.
     *
     * @param all whether no engine is present but these
     */
    static void reportMistakes(List<EngineProvider> present, boolean all) {
        List<String> engines = present.stream().map(EngineProvider::name).toList();
        Properties properties;
        try {
            properties = System.getProperties();
        } catch (SecurityException e) {
            return;
        }
        for (String mistake : mistakes(properties, engines, all)) {
            if (REPORTED.add(mistake)) {
                FailSafe.log(Level.WARNING, mistake, null);
            }
        }
    }

    static Set<String> mistakes(Properties properties, List<String> engines, boolean all) {
        Set<String> mistakes = new TreeSet<>();
        for (String property : properties.stringPropertyNames()) {
            if (!property.startsWith(PREFIX)) {
                continue;
            }
            String value = properties.getProperty(property);
            if (!engines.contains(property.substring(PREFIX.length()))) {
                if (all) {
                    mistakes.add("system property " + property + ": " + value + " (expected the name of an engine: "
                            + String.join(", ", engines) + ")");
                }
            } else if (!OFF.equalsIgnoreCase(value) && !ON.equalsIgnoreCase(value)) {
                mistakes.add("system property " + property + ": " + value + " (expected on or off)");
            }
        }
        return mistakes;
    }
}
