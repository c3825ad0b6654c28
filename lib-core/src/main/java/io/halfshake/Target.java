package io.halfshake;

import io.halfshake.internal.Arguments;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Host and port as the user wrote them, before any name is resolved.
 *
 * <p>A host is an IPv4 address of four decimal numbers without leading zeros, an IPv6 address with or without a scope,
 * or a name: at most 253 characters, in labels of at most 63 letters, digits, hyphens and underscores. A name that ends
 * in a number ({@code 1.2.3}, {@code 10.0.0.256}) is refused, since system resolvers read some of those as addresses
 * that were not meant. An international name is kept as written and resolved in the form that {@link java.net.IDN}
 * gives it. That is IDNA2003: names with a sharp s, a final sigma, a joiner, or a character that is newer than Unicode
 * 3.2 are refused, and can be written as {@code xn--...}.
 *
 * @param host a name, an IPv4 address, or an IPv6 address without brackets, with or without a scope
 * @param port 1 to 65535; 0 for a host without a port, which only an engine that checks hosts accepts
 */
public record Target(String host, int port) {
    private static final int MAX_DIGITS = 5;

    private static final String FORM = "\"host:port\", or \"[address]:port\" for IPv6";

    /**
     * Checks host and port.
     *
     * @throws IllegalArgumentException if the port is not 0 to 65535, or the host is neither an address without
     *     brackets nor a name; the message carries the value and the rule
     */
    public Target {
        Objects.requireNonNull(host, "host");
        Arguments.require(port >= 0 && port <= 65_535, "port", port, "0 to 65535");
        if (!Literals.isIpv4(host)) {
            requireIpv6OrName(host);
        }
    }

    private static void requireIpv6OrName(String host) {
        if (host.isEmpty()) {
            throw Arguments.wrong("host", host, "a name or an address");
        }
        boolean ipv6 = Literals.isIpv6(host);
        if (host.indexOf('[') >= 0
                || host.indexOf(']') >= 0
                || host.indexOf('/') >= 0
                || (!ipv6 && host.indexOf(':') >= 0)) {
            throw Arguments.wrong("host", host, "a name, or an address without brackets");
        }
        if (ipv6) {
            requireVisible(host);
        } else {
            HostNames.require(host);
        }
    }

    /** Only a scope can hold more than digits, dots and colons. */
    private static void requireVisible(String host) {
        host.codePoints().filter(HostNames::isInvisible).findFirst().ifPresent(c -> {
            throw HostNames.wrongCharacter(host, c);
        });
    }

    /**
     * Reads {@code host:port} or {@code [v6]:port}.
     *
     * @param text what the user wrote
     * @return the target; its {@link #toString()} is the text again, but for a port with leading zeros
     * @throws IllegalArgumentException if the text has another form; its message carries the text and the rule
     */
    public static Target parse(String text) {
        Objects.requireNonNull(text, "target");
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            throw Arguments.wrong("target", text, FORM);
        }
        return new Target(host(text, text.substring(0, colon)), port(text, colon + 1));
    }

    /**
     * Reads a host with or without a port: {@code host}, {@code v6}, {@code [v6]}, or what {@link #parse} reads.
     *
     * @param text what the user wrote
     * @return the target; its port is 0 if there was none
     * @throws IllegalArgumentException if the text has another form; its message carries the text and the rule
     */
    public static Target parseHost(String text) {
        Objects.requireNonNull(text, "target");
        boolean brackets = text.startsWith("[") && text.endsWith("]");
        String bare = brackets ? text.substring(1, text.length() - 1) : text;
        if (Literals.isIpv6(bare) || (!brackets && text.indexOf(':') < 0)) {
            return new Target(bare, 0);
        }
        return parse(text);
    }

    /**
     * An address as a target.
     *
     * @param address with a port of 0 to 65535
     * @return host and port; an IPv6 address in the short form of RFC 5952; a name only where the address was never
     *     resolved
     */
    public static Target of(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        return new Target(ip == null ? address.getHostString() : Literals.text(ip), address.getPort());
    }

    /**
     * The address, if the host is written as one; nothing is looked up.
     *
     * @return null for a name, and for an IPv6 address whose scope names no interface of this host
     */
    public @Nullable InetAddress literal() {
        return Literals.parse(host);
    }

    private static String host(String text, String host) {
        if (host.startsWith("[")) {
            String inside = host.substring(1, host.length() - (host.endsWith("]") ? 1 : 0));
            if (!host.endsWith("]") || !Literals.isIpv6(inside)) {
                throw Arguments.wrong("target", text, FORM);
            }
            return inside;
        }
        if (host.indexOf(':') >= 0 || host.indexOf(']') >= 0 || host.indexOf('/') >= 0) {
            throw Arguments.wrong("target", text, FORM);
        }
        return host;
    }

    /** The digits from there to the end, at most five. */
    private static int port(String text, int from) {
        int port = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9' || i - from >= MAX_DIGITS) {
                throw wrongPort(text);
            }
            port = port * 10 + (c - '0');
        }
        if (port < 1 || port > 65_535) {
            throw wrongPort(text);
        }
        return port;
    }

    private static IllegalArgumentException wrongPort(String text) {
        return Arguments.wrong("target", text, FORM + ", with a port of 1 to 65535");
    }

    /**
     * The form that {@link #parse} reads, or {@link #parseHost} where there is no port.
     *
     * @return such as {@code db:5432}, {@code [::1]:80}, {@code db} or {@code ::1}
     */
    @Override
    public String toString() {
        if (port == 0) {
            return host;
        }
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
