package io.halfshake.server.probe;

import io.halfshake.Target;
import java.net.Inet6Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** The addresses that begin with the same bits (CIDR, RFC 4632). */
final class Network {
    private final byte[] address;
    private final int prefix;

    private Network(byte[] address, int prefix) {
        this.address = address;
        this.prefix = prefix;
    }

    /**
     * Reads an address with or without a prefix length.
     *
     * @param entry for the error's text
     * @param host an address, without brackets
     * @param prefix digits; null for the one address
     * @return null if the host is no address
     * @throws IllegalArgumentException if it is one, and something else is wrong
     */
    static @Nullable Network parse(String entry, String host, @Nullable String prefix) {
        InetAddress literal = new Target(host, 0).literal();
        if (literal == null || host.indexOf('%') >= 0) {
            return null;
        }
        byte[] bytes = literal.getAddress();
        boolean ipv6 = literal instanceof Inet6Address;
        if (host.indexOf(':') >= 0 && !ipv6) {
            // The JDK makes an IPv4 address of it, of whose bits the prefix length would be another part.
            throw AllowList.wrong(entry, "an IPv4 address in the form 192.0.2.7");
        }
        int bits = 8 * bytes.length;
        int length = prefix == null ? bits : length(entry, prefix, bits);
        for (int bit = length; bit < bits; bit++) {
            if (bitAt(bytes, bit) != 0) {
                throw AllowList.wrong(entry, "no bits set behind the first " + length);
            }
        }
        return new Network(bytes, length);
    }

    private static int length(String entry, String prefix, int bits) {
        int length = prefix.matches("[0-9]{1,3}") ? Integer.parseInt(prefix) : Integer.MAX_VALUE;
        if (length > bits) {
            throw AllowList.wrong(entry, "a prefix length of 0 to " + bits);
        }
        return length;
    }

    /** An IPv4 address that is written as one of IPv6 has four bytes here: the JDK knows no other. */
    boolean contains(InetAddress candidate) {
        byte[] bytes = candidate.getAddress();
        if (bytes.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            if (bitAt(bytes, bit) != bitAt(address, bit)) {
                return false;
            }
        }
        return true;
    }

    private static int bitAt(byte[] bytes, int bit) {
        return bytes[bit / 8] >> (7 - bit % 8) & 1;
    }
}
