package io.halfshake.testing;

import io.halfshake.Target;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * What a fake makes of a target without asking the network for anything.
 *
 * @param text host and port as the caller wrote them
 * @param key the same for every way to write one literal address, so that a script finds its target
 * @param alias another name that the script may be under
 * @param address the literal's address; for a name, one reserved for documentation
 */
record FakeTarget(String text, String key, String alias, InetSocketAddress address) {
    /** From TEST-NET-1 (RFC 5737). */
    private static final byte[] DOCUMENTATION = {(byte) 192, 0, 2, 1};

    static FakeTarget of(String text) {
        return of(text, Target.parse(text));
    }

    static FakeTarget of(InetSocketAddress address) {
        if (address.getPort() == 0) {
            throw new IllegalArgumentException("port: 0 (expected 1 to 65535)");
        }
        Target named = new Target(address.getHostString(), address.getPort());
        InetAddress ip = address.getAddress();
        if (ip == null) {
            return of(named.toString(), named);
        }
        String literal = new Target(ip.getHostAddress(), address.getPort()).toString();
        return new FakeTarget(literal, literal, named.toString(), address);
    }

    private static FakeTarget of(String text, Target target) {
        InetAddress literal = target.literal();
        InetAddress ip = literal == null ? documentationAddress(target.host()) : literal;
        String key =
                literal == null ? target.toString() : new Target(literal.getHostAddress(), target.port()).toString();
        return new FakeTarget(text, key, key, new InetSocketAddress(ip, target.port()));
    }

    private static InetAddress documentationAddress(String host) {
        try {
            return InetAddress.getByAddress(host, DOCUMENTATION);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
