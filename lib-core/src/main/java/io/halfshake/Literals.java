package io.halfshake;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** IP addresses written as such, which need no resolver. */
final class Literals {
    /** "255.255.255.255". */
    private static final int MAX_IPV4 = 15;

    private Literals() {}

    /** The address, if the host is a literal; null for a name, and where there is no interface of the scope's name. */
    static @Nullable InetAddress parse(String host) {
        try {
            byte[] octets = new byte[4];
            if (readIpv4(host, octets)) {
                return InetAddress.getByAddress(octets);
            }
            return isIpv6(host) ? ipv6(host) : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static @Nullable InetAddress ipv6(String host) throws UnknownHostException {
        int scope = host.indexOf('%');
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            // The JDK wants the interface to have an address of the same kind. Whether it can be used, the kernel
            // knows.
            NetworkInterface named = scope < 0 ? null : interfaceNamed(host.substring(scope + 1));
            if (named == null) {
                return null;
            }
            byte[] address = InetAddress.getByName(host.substring(0, scope)).getAddress();
            return Inet6Address.getByAddress(null, address, named.getIndex());
        }
    }

    /** Why an IPv6 address cannot be asked. */
    static UnknownHostException noInterface(String host) {
        return new UnknownHostException(host + ": no interface " + host.substring(host.indexOf('%') + 1));
    }

    private static @Nullable NetworkInterface interfaceNamed(String name) {
        try {
            return NetworkInterface.getByName(name);
        } catch (SocketException e) {
            return null;
        }
    }

    /** Four decimal numbers of 0 to 255. Leading zeros are refused: some readers take them for octal, others do not. */
    static boolean isIpv4(String host) {
        return readIpv4(host, null);
    }

    private static boolean readIpv4(String host, byte @Nullable [] octets) {
        if (host.length() > MAX_IPV4) {
            return false;
        }
        int dots = 0;
        int value = -1;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c == '.' && value >= 0 && dots < 3) {
                put(octets, dots++, value);
                value = -1;
            } else if (c >= '0' && c <= '9' && value != 0) {
                value = Math.max(value, 0) * 10 + (c - '0');
            } else {
                return false;
            }
            if (value > 255) {
                return false;
            }
        }
        put(octets, dots, value);
        return dots == 3 && value >= 0;
    }

    private static void put(byte @Nullable [] octets, int index, int value) {
        if (octets != null) {
            octets[index] = (byte) value;
        }
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
