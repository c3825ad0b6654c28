package io.halfshake.cli;

import io.halfshake.Target;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;

/** Values as people read them. Plain loops: this is loaded for every single check. */
final class Texts {
    private Texts() {}

    /** {@code TIMED_OUT} as {@code timed_out}. */
    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** {@code TIMED_OUT} as "timed out". */
    static String words(Enum<?> constant) {
        return name(constant).replace('_', ' ');
    }

    /** {@code 127.0.0.1:80} or {@code [::1]:80}, without asking anybody for a name. */
    static String literal(InetSocketAddress address) {
        return Target.of(address).toString();
    }

    /** {@code 127.0.0.1} or {@code ::1}, without asking anybody for a name. */
    static String host(InetAddress address) {
        return Target.of(new InetSocketAddress(address, 0)).host();
    }

    /** Milliseconds with three decimals; what took any time at all never reads 0.000. */
    static String millis(long nanos) {
        long micros = nanos > 0 ? Math.max(1, (nanos + 500) / 1_000) : 0;
        return decimals(micros) + " ms";
    }

    /** Microseconds with all the nanoseconds there are. */
    static String micros(long nanos) {
        return decimals(nanos);
    }

    private static String decimals(long thousandths) {
        long fraction = thousandths % 1_000;
        String zeros = fraction < 10 ? "00" : fraction < 100 ? "0" : "";
        return thousandths / 1_000 + "." + zeros + fraction;
    }

    /** What went wrong, in the words of whoever noticed. */
    static String cause(Throwable cause) {
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }

    /** Escapes what a terminal would obey or hide: names and messages come from files and from name servers. */
    static String visible(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isInvisible(text.charAt(i))) {
                return escaped(text);
            }
        }
        return text;
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isInvisible(c)) {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static boolean isInvisible(char c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
    }
}
