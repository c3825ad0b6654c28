package io.halfshake.microprofile.health;

import java.io.Serial;

/** A property has a value that cannot be used. Its text has the property, the value and the rule. */
final class InvalidPropertyException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    InvalidPropertyException(String property, String valueAndRule) {
        super(property + ": " + valueAndRule);
    }

    /** What the library says of an argument with the name of the property's last part, without that name. */
    InvalidPropertyException(String property, IllegalArgumentException cause) {
        super(property + ": " + withoutName(property, String.valueOf(cause.getMessage())), cause);
    }

    private static String withoutName(String property, String text) {
        String name = property.substring(property.lastIndexOf('.') + 1) + ": ";
        return text.startsWith(name) ? text.substring(name.length()) : text;
    }
}
