package io.halfshake.spring.boot;

import java.io.Serial;
import java.util.List;

/** A property is unknown, or has a value that is refused. Its text has the property, the value and the rule. */
final class InvalidPropertyException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String property;
    private final boolean known;

    InvalidPropertyException(String property, String valueAndRule) {
        this(property, valueAndRule, true);
    }

    private InvalidPropertyException(String property, String valueAndRule, boolean known) {
        super(property + ": " + valueAndRule);
        this.property = property;
        this.known = known;
    }

    /** There is no such property. */
    static InvalidPropertyException unknown(String property, String valueAndRule) {
        return new InvalidPropertyException(property, valueAndRule, false);
    }

    /** What the library says of an argument, without its name where that is in the property too. */
    InvalidPropertyException(String property, IllegalArgumentException cause) {
        super(property + ": " + withoutName(property, String.valueOf(cause.getMessage())), cause);
        this.property = property;
        this.known = true;
    }

    private static String withoutName(String property, String text) {
        int colon = text.indexOf(": ");
        String name = text.substring(0, Math.max(0, colon));
        List<String> parts = List.of(property.split("[.\\[]", -1));
        return parts.contains(name) || parts.contains(name + "s") ? text.substring(colon + 2) : text;
    }

    /** Such as {@code halfshake.targets[3].target}. */
    String property() {
        return property;
    }

    boolean isKnown() {
        return known;
    }
}
