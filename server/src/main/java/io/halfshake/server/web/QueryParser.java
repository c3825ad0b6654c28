package io.halfshake.server.web;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code application/x-www-form-urlencoded}, as HTML forms and Prometheus write it. Stricter than
 * {@link java.net.URLDecoder}, which takes {@code %+1} for a byte, and replaces what is not UTF-8.
 */
final class QueryParser {
    private static final int MAX_VALUE = 1_024;

    private QueryParser() {}

    static Map<String, String> parse(String query, List<String> known) {
        Map<String, String> parameters = new LinkedHashMap<>();
        // No known name is empty: "a=1&&b=2" is refused as "a=1&=3" is. Only no query at all has no parameters.
        for (String part : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = part.indexOf('=');
            String name = decode("parameter", equals < 0 ? part : part.substring(0, equals));
            if (!known.contains(name)) {
                throw RequestException.of(400, "parameter", name, "one of " + String.join(", ", known));
            }
            String value = decode(name, equals < 0 ? "" : part.substring(equals + 1));
            if (value.length() > MAX_VALUE) {
                throw RequestException.of(400, name, value, "at most " + MAX_VALUE + " characters");
            }
            if (parameters.putIfAbsent(name, value) != null) {
                throw RequestException.of(400, name, value, "one value, not several");
            }
        }
        return parameters;
    }

    private static String decode(String name, String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes.write(octet(name, text, i));
                i += 2;
            } else if (c > ' ' && c < 127) {
                bytes.write(c == '+' ? ' ' : c);
            } else {
                throw RequestException.of(400, name, text, "visible ASCII characters, and others as %XX");
            }
        }
        try {
            // A new decoder reports what is malformed, rather than replace it.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw RequestException.of(400, name, text, "UTF-8 behind the percent signs");
        }
    }

    private static int octet(String name, String text, int percent) {
        int high = digit(text, percent + 1);
        int low = digit(text, percent + 2);
        if (high < 0 || low < 0) {
            throw RequestException.of(400, name, text, "two hexadecimal digits behind each percent sign");
        }
        return high << 4 | low;
    }

    private static int digit(String text, int index) {
        return index < text.length() && text.charAt(index) < 128 ? Character.digit(text.charAt(index), 16) : -1;
    }
}
