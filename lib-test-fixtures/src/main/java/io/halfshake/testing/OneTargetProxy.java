package io.halfshake.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends connections to one address through a SOCKS proxy and leaves all others alone, so that tests that run meanwhile
 * notice nothing. What {@code socksProxyHost} sets up is another selector of this kind.
 */
final class OneTargetProxy extends ProxySelector {
    private final @Nullable ProxySelector others;
    private final InetSocketAddress target;
    private final InetSocketAddress proxy;

    OneTargetProxy(@Nullable ProxySelector others, InetSocketAddress target, InetSocketAddress proxy) {
        this.others = others;
        this.target = target;
        this.proxy = proxy;
    }

    @Override
    public List<Proxy> select(URI uri) {
        if (uri.getPort() == target.getPort()) {
            return List.of(new Proxy(Proxy.Type.SOCKS, proxy));
        }
        return others == null ? List.of(Proxy.NO_PROXY) : others.select(uri);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException cause) {
        if (others != null && uri.getPort() != target.getPort()) {
            others.connectFailed(uri, address, cause);
        }
    }
}
