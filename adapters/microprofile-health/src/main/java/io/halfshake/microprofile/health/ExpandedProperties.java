package io.halfshake.microprofile.health;

import java.util.Locale;

/**
 * Refuses properties that refer to others which are not set, as {@code ${DB_TARGET}} may. To MicroProfile Config they
 * are not set either: what they configure would silently be missing.
 */
final class ExpandedProperties {
    private ExpandedProperties() {}

    /**
     * @throws InvalidPropertyException if there is one among the properties and environment variables of the library
     */
    static void require(PropertyReader reader) {
        for (String name : reader.names()) {
            String form = name.toLowerCase(Locale.ROOT);
            boolean isOurs = form.startsWith("halfshake.") || form.startsWith("halfshake_");
            String text = isOurs ? reader.unexpanded(name) : null;
            if (text != null) {
                throw new InvalidPropertyException(
                        name, "\"" + text + "\" (expected names of properties that are set)");
            }
        }
    }
}
