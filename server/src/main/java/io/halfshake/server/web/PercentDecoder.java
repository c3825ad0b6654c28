package io.halfshake.server.web;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Decodes percent signs. Stricter than {@link java.net.URLDecoder}, which takes {@code %+1} for a byte, and replaces
 * what is not UTF-8.
 */
final class PercentDecoder {
    private PercentDecoder() {}

    /** In a query, where a plus sign is a space. The name is for the error. */
    static String form(String name, String text) {
        return decode(name, text, ' ');
    }

    /** In a path, where a plus sign is one. */
    static String path(String name, String text) {
        return decode(name, text, '+');
    }

    private static String decode(String name, String text, char plus) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes.write(octet(name, text, i));
                i += 2;
            } else if (c > ' ' && c < 127) {
                bytes.write(c == '+' ? plus : c);
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
