package io.halfshake.monitor;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Hosts written as addresses, which need no resolver. */
final class LiteralHost {
    private static final Pattern IPV4 =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1?\\d?\\d)");

    private LiteralHost() {}

    /** Null if it has to be resolved. */
    static @Nullable InetAddress address(String host) {
        // The JDK asks nobody for these forms.
        if (host.indexOf(':') < 0 && !IPV4.matcher(host).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            // An IPv6 scope that names no interface of this machine: the checker will say so.
            return null;
        }
    }
}
