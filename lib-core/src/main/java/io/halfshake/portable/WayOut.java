package io.halfshake.portable;

import io.halfshake.DownReason;
import io.halfshake.spi.Outcome;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;

/**
 * Whether this machine itself is why nothing came back: the route that the SYN left by may be gone, and nobody tells
 * the waiting socket. A datagram socket that connects finds a route too, and sends nothing.
 */
final class WayOut {
    private WayOut() {}

    /** What was found by a connect, or the trouble on this machine that explains it. */
    static Outcome orTrouble(Outcome found, InetSocketAddress asked) {
        boolean suspect = found instanceof Outcome.Silent
                || (found instanceof Outcome.Denied denied && denied.reason() != DownReason.REFUSED);
        IOException trouble = suspect ? trouble(asked) : null;
        return trouble == null ? found : ConnectFailures.gone(trouble, found);
    }

    private static @Nullable IOException trouble(InetSocketAddress asked) {
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.connect(Sockets.reachable(asked));
            InetAddress source = ((InetSocketAddress) channel.getLocalAddress()).getAddress();
            // What the kernel writes where it has no address to send from. No answer finds the way back.
            boolean none = source.isAnyLocalAddress() || (source.isLoopbackAddress() && !isInside(asked.getAddress()));
            return none ? new BindException("Cannot assign requested address") : null;
        } catch (IOException e) {
            return e;
        }
    }

    private static boolean isInside(InetAddress address) {
        return address.isLoopbackAddress() || address.isAnyLocalAddress();
    }
}
