package io.halfshake.server.config;

import io.halfshake.server.web.WebSecurity;
import java.net.InetSocketAddress;

/**
 * Where HTTP is served, and to whom.
 *
 * @param address resolved; port 0 takes a free one
 * @param security who may read it, and whether it is encrypted
 */
public record WebConfig(InetSocketAddress address, WebSecurity security) {
    /** Whether a server of the other can become one of this: the socket that listens stays. */
    boolean listensAs(WebConfig other) {
        return address.equals(other.address) && security.isEncrypted() == other.security.isEncrypted();
    }
}
