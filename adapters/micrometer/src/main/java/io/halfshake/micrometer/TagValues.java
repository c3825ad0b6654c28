package io.halfshake.micrometer;

import java.util.Locale;

/** Constants as tags show them. */
final class TagValues {
    private TagValues() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
