package io.halfshake;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** IP addresses written as such, which need no resolver. */
final class Literals {
    /** "255.255.255.255". The JDK takes anything longer for a name, whatever it is made of, and asks for it. */
    private static final int LONGEST_IPV4 = 15;

    private Literals() {}

    /** The address, if the host is a literal; else null, and then it is a name. */
    static @Nullable InetAddress parse(String host) {
        byte[] ipv4 = ipv4(host);
        try {
            if (ipv4 != null) {
                return InetAddress.getByAddress(ipv4);
            }
            return isIpv6(host) ? InetAddress.getByName(host) : null;
        } catch (UnknownHostException e) {
            // An IPv6 scope that names no interface of this machine: the resolver will say so in its own words.
            return null;
        }
    }

    /**
     * Four decimal numbers of 0 to 255, or null. Older forms ("127.1") are left to the resolver, which may know them as
     * names.
     */
    private static byte @Nullable [] ipv4(String host) {
        if (host.length() > LONGEST_IPV4) {
            return null;
        }
        byte[] octets = new byte[4];
        int dots = 0;
        int value = -1;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c == '.') {
                if (value < 0 || dots == 3) {
                    return null;
                }
                octets[dots++] = (byte) value;
                value = -1;
            } else if (c >= '0' && c <= '9') {
                value = Math.max(value, 0) * 10 + (c - '0');
                if (value > 255) {
                    return null;
                }
            } else {
                return null;
            }
        }
        if (dots != 3 || value < 0) {
            return null;
        }
        octets[3] = (byte) value;
        return octets;
    }

    /**
     * Whether the text can only be an IPv6 address; with a colon inside, and not a dot in front, the JDK never asks a
     * name server for it.
     */
    static boolean isIpv6(String host) {
        int scope = host.indexOf('%');
        String address = scope < 0 ? host : host.substring(0, scope);
        boolean form = address.indexOf(':') >= 0
                && address.charAt(0) != '.'
                && address.chars().allMatch(Literals::isIpv6Character);
        if (!form || scope == host.length() - 1) {
            return false;
        }
        try {
            return InetAddress.getByName(address) != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static boolean isIpv6Character(int c) {
        return c == ':' || c == '.' || (c < 128 && Character.digit(c, 16) >= 0);
    }

    /** The address in text; IPv6 as RFC 5952 wants it, the longest run of zeros left out, the scope behind. */
    static String text(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        String full = address.getHostAddress();
        int scope = full.indexOf('%');
        String[] groups = (scope < 0 ? full : full.substring(0, scope)).split(":", -1);
        int start = -1;
        int length = 1;
        for (int i = 0; i < groups.length; i++) {
            int run = i;
            while (run < groups.length && groups[run].equals("0")) {
                run++;
            }
            if (run - i > length) {
                start = i;
                length = run - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < groups.length; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(groups[i]);
            }
        }
        return scope < 0
                ? text.toString()
                : text.append(full, scope, full.length()).toString();
    }
}
