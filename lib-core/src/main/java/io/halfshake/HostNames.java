package io.halfshake;

import io.halfshake.internal.Arguments;
import java.net.IDN;
import java.util.Locale;
import java.util.PrimitiveIterator;

/**
 * Which texts are host names: labels of RFC 1123, with underscores, which container networks and SRV records use. A
 * name that ends in a number is refused, because resolvers read it as an old form of an IPv4 address, or ask the DNS
 * for what no registry has.
 */
final class HostNames {
    /** RFC 1035, section 2.3.4: 255 octets on the wire, which leaves 253 characters of text. */
    private static final int MAX_NAME = 253;

    private static final int MAX_LABEL = 63;

    private static final String ADDRESS_OR_NAME = "an IPv4 address, which is four numbers from 0 to 255 without leading"
            + " zeros, or a host name, whose last label has a letter and is no number";

    private HostNames() {}

    /**
     * Checks a host that is no address.
     *
     * @throws IllegalArgumentException if it cannot be a name either; the message carries the host and the rule
     */
    static void require(String host) {
        if (host.length() > MAX_NAME + 1) {
            throw tooLong(host);
        }
        if (isAscii(host)) {
            requireAscii(host, host);
        } else {
            requireVisible(host);
            requireAscii(host, converted(host));
        }
    }

    /** The form that name servers know, {@code xn--...} for an international name; takes valid names only. */
    static String toAscii(String host) {
        return isAscii(host) ? host : converted(host);
    }

    private static boolean isAscii(String host) {
        for (int i = 0; i < host.length(); i++) {
            if (host.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }

    private static void requireAscii(String written, String ascii) {
        int length = ascii.endsWith(".") ? ascii.length() - 1 : ascii.length();
        if (length > MAX_NAME) {
            throw tooLong(written);
        }
        int label = 0;
        for (int i = 0; i <= length; i++) {
            char c = i == length ? '.' : ascii.charAt(i);
            if (c != '.') {
                requireNameCharacter(written, c);
                continue;
            }
            if (i == label || i - label > MAX_LABEL) {
                throw Arguments.wrong("host", written, "labels of 1 to " + MAX_LABEL + " characters between the dots");
            }
            if (ascii.charAt(label) == '-' || ascii.charAt(i - 1) == '-') {
                throw Arguments.wrong("host", written, "labels that neither begin nor end with a hyphen");
            }
            if (i == length && isNumber(ascii.substring(label, i))) {
                throw Arguments.wrong("host", written, ADDRESS_OR_NAME);
            }
            label = i + 1;
        }
    }

    private static void requireNameCharacter(String written, char c) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && (c < '0' || c > '9') && c != '-' && c != '_') {
            throw wrongCharacter(written, c);
        }
    }

    /** Decimal, hexadecimal as in {@code 0x7f}, or a range: no letter but that of a number. */
    private static boolean isNumber(String label) {
        String digits = label.toLowerCase(Locale.ROOT);
        boolean hexadecimal = digits.startsWith("0x");
        return digits.substring(hexadecimal ? 2 : 0)
                .chars()
                .allMatch(c -> c < 'a' || c > 'z' || (hexadecimal && c <= 'f'));
    }

    /**
     * IDNA2003 leaves out what cannot be seen, and reads four characters as others which in IDNA2008 make a name of
     * their own: either would ask a host that was not meant.
     */
    private static void requireVisible(String host) {
        PrimitiveIterator.OfInt characters = host.codePoints().iterator();
        while (characters.hasNext()) {
            int c = characters.nextInt();
            if (isInvisible(c)) {
                throw wrongCharacter(host, c);
            }
            if (c == 0xdf || c == 0x1e9e || c == 0x3c2) {
                throw Arguments.wrong(
                        "host", host, "the form xn--..., since " + name(c) + " has two meanings in host names");
            }
        }
    }

    static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> true;
            // Joiners and variation selectors.
            default -> c == 0x34f || (c >= 0x180b && c <= 0x180f) || (c >= 0xfe00 && c <= 0xfe0f) || (c >> 8) == 0xe01;
        };
    }

    private static String converted(String host) {
        try {
            return IDN.toASCII(host);
        } catch (IllegalArgumentException e) {
            IllegalArgumentException wrong = Arguments.wrong(
                    "host", host, "a name that IDNA2003 can convert, or its form xn--...; it says: " + e.getMessage());
            wrong.initCause(e);
            throw wrong;
        }
    }

    static IllegalArgumentException wrongCharacter(String host, int c) {
        return Arguments.wrong("host", host, "letters, digits, '-', '_' and '.', and not " + name(c));
    }

    /** Such as {@code U+200B ZERO WIDTH SPACE}. */
    private static String name(int c) {
        String name = Character.getName(c);
        return String.format("U+%04X", c) + (name == null ? "" : " " + name);
    }

    private static IllegalArgumentException tooLong(String host) {
        return Arguments.wrong("host", host, "at most " + MAX_NAME + " characters");
    }
}
