package io.halfshake.server.config;

import io.halfshake.Target;
import io.halfshake.internal.Arguments;
import io.halfshake.server.metrics.TargetLabels;
import java.net.InetAddress;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The forms of single values. */
final class ValueParsers {
    private static final int MAX_NAME = 200;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern FRACTION = Pattern.compile("[0-9]{1,9}(?:\\.[0-9]{1,9})?");

    private ValueParsers() {}

    /** What pages and metrics show of a target: a line of text. */
    static String name(String path, String text) {
        return require(
                isVisible(text) && text.length() <= MAX_NAME,
                path,
                text,
                "1 to " + MAX_NAME + " visible characters, without spaces around them");
    }

    /** Whether it is a line of text, with something in it and without spaces around it. */
    static boolean isVisible(String text) {
        return !text.isEmpty() && text.equals(text.strip()) && text.codePoints().noneMatch(ValueParsers::isControl);
    }

    private static boolean isControl(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    /** May be empty, as in Prometheus. */
    static String labelValue(String path, String text) {
        return text.isEmpty() ? text : name(path, text);
    }

    /** What a target may have in metrics. */
    static String labelName(String path, String text) {
        TargetLabels unused = new TargetLabels(null, null, Map.of(text, ""));
        return text;
    }

    static int count(String path, String text) {
        return integer(path, text, 1, 999_999_999);
    }

    static int port(String path, String text) {
        return integer(path, text, 0, 65_535);
    }

    private static int integer(String path, String text, int least, int most) {
        String rule = "a whole number from " + least + " to " + most;
        require(NUMBER.matcher(text).matches(), path, text, rule);
        int number = Integer.parseInt(text);
        require(number >= least && number <= most, path, text, rule);
        return number;
    }

    static double fraction(String path, String text) {
        String rule = "a number from 0 to 1, such as 0.1";
        require(FRACTION.matcher(text).matches(), path, text, rule);
        double number = Double.parseDouble(text);
        require(number <= 1, path, text, rule);
        return number;
    }

    static boolean flag(String path, String text) {
        return require(text.equals("true") || text.equals("false"), path, text, "true or false")
                .equals("true");
    }

    static Target target(String path, String text) {
        return Target.parse(text);
    }

    /** No name: that would have to be looked up. */
    static InetAddress address(String path, String text) {
        InetAddress address = literal(text);
        if (address == null) {
            throw Arguments.wrong(path, text, "an IP address, such as 127.0.0.1");
        }
        return address;
    }

    private static @Nullable InetAddress literal(String text) {
        try {
            return new Target(text, 0).literal();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    static String require(boolean holds, String path, String text, String rule) {
        if (!holds) {
            throw Arguments.wrong(path, text, rule);
        }
        return text;
    }
}
