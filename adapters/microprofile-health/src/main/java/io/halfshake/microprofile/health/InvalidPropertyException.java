package io.halfshake.microprofile.health;

import java.io.Serial;
import java.util.List;

/** A property has a value that cannot be used. Its text has the property, the value and the rule. */
final class InvalidPropertyException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    InvalidPropertyException(String property, String valueAndRule) {
        super(property + ": " + valueAndRule);
    }

    /** What the library says of an argument, without its name where that is in the property too. */
    InvalidPropertyException(String property, IllegalArgumentException cause) {
        super(property + ": " + withoutName(property, String.valueOf(cause.getMessage())), cause);
    }

    private static String withoutName(String property, String text) {
        int colon = text.indexOf(": ");
        String name = text.substring(0, Math.max(0, colon));
        List<String> parts = List.of(property.split("[.\\[]", -1));
        return parts.contains(name) || parts.contains(name + "s") ? text.substring(colon + 2) : text;
    }
}
