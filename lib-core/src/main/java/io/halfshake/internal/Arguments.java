package io.halfshake.internal;

/** Turns misuse into exceptions that carry name, value and rule. */
public final class Arguments {
    private static final int MAX_SHOWN = 80;

    private Arguments() {}

    public static void require(boolean holds, String name, long value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(text(name, Long.toString(value), rule));
        }
    }

    public static void require(boolean holds, String name, Object value, String rule) {
        if (!holds) {
            throw wrongValue(name, value, rule);
        }
    }

    public static IllegalArgumentException wrongValue(String name, Object value, String rule) {
        return new IllegalArgumentException(text(name, value.toString(), rule));
    }

    /** For text that comes from outside, which is shown in quotes. */
    public static IllegalArgumentException wrong(String name, String value, String rule) {
        return new IllegalArgumentException(text(name, visible(value), rule));
    }

    private static String text(String name, String value, String rule) {
        return name + ": " + value + " (expected " + rule + ")";
    }

    /** Long values are cut and control characters escaped: the text may end in a log or on a terminal. */
    public static String visible(String value) {
        StringBuilder shown = new StringBuilder();
        value.codePoints().limit(MAX_SHOWN).forEach(c -> {
            if (isInvisible(c)) {
                shown.append(String.format("\\u%04x", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        if (value.codePointCount(0, value.length()) > MAX_SHOWN) {
            shown.append("... (").append(value.length()).append(" characters)");
        }
        return "\"" + shown + "\"";
    }

    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
