package io.halfshake.cli.terminal;

import io.halfshake.Target;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;

/** Values as text. Plain loops: this is loaded for every single check. */
public final class Texts {
    private Texts() {}

    /** {@code TIMED_OUT} as {@code timed_out}. */
    public static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** {@code TIMED_OUT} as "timed out". */
    public static String words(Enum<?> constant) {
        return name(constant).replace('_', ' ');
    }

    /** {@code 127.0.0.1:80} or {@code [::1]:80}, without a look-up of its name. */
    public static String literal(InetSocketAddress address) {
        return Target.of(address).toString();
    }

    /** {@code 127.0.0.1} or {@code ::1}, without a look-up of its name. */
    public static String host(InetAddress address) {
        return Target.of(new InetSocketAddress(address, 0)).host();
    }

    /** Milliseconds with three decimals; a duration over zero is never 0.000. */
    public static String millis(long nanos) {
        long micros = nanos > 0 ? Math.max(1, (nanos + 500) / 1_000) : 0;
        return decimals(micros) + " ms";
    }

    /** Microseconds, with nanoseconds as three decimals. */
    public static String micros(long nanos) {
        return decimals(nanos);
    }

    private static String decimals(long thousandths) {
        long fraction = thousandths % 1_000;
        String zeros = fraction < 10 ? "00" : fraction < 100 ? "0" : "";
        return thousandths / 1_000 + "." + zeros + fraction;
    }

    /** The message of an exception, or its type if it has none. */
    public static String cause(Throwable cause) {
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }

    /**
     * Escapes control characters, invisible characters, unassigned code points and lone surrogates: names and messages
     * come from files and from name servers.
     */
    public static String visible(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (isInvisible(text.codePointAt(i))) {
                return escaped(text);
            }
        }
        return text;
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (isInvisible(c)) {
                for (char unit : Character.toChars(c)) {
                    escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
            } else {
                escaped.appendCodePoint(c);
            }
        }
        return escaped.toString();
    }

    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
