package io.halfshake.connect;

import io.halfshake.DownReason;
import io.halfshake.UnknownReason;
import io.halfshake.spi.Outcome;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;

/**
 * Whether this machine itself is why nothing came back: the route that the SYN left by may be gone, and nothing tells
 * the waiting socket. A datagram socket that connects finds a route too, and sends nothing.
 */
final class RouteCheck {
    private RouteCheck() {}

    /** What was found by a connect, or the trouble on this machine that explains it. */
    static Outcome orTrouble(Outcome found, InetSocketAddress asked, ErrorTexts learned) {
        IOException trouble = isSuspect(found) ? trouble(asked) : null;
        return trouble == null ? found : ConnectFailures.gone(trouble, found, learned);
    }

    private static boolean isSuspect(Outcome found) {
        if (found instanceof Outcome.Denied denied) {
            return denied.reason() != DownReason.REFUSED;
        }
        // No local port and no address of that family have one errno, and an error without a name may be anything.
        return found instanceof Outcome.Silent
                || (found instanceof Outcome.Failed failed
                        && (failed.reason() == UnknownReason.NO_LOCAL_PORT
                                || (failed.cause() instanceof SocketException
                                        && failed.evidence().errno() == null)));
    }

    /** Why a datagram socket cannot be connected to the address; null if it can, or where that was not tried. */
    private static @Nullable IOException trouble(InetSocketAddress asked) {
        try (DatagramChannel channel = DatagramChannel.open()) {
            // Else connect would bind it, and a lack of ports be taken for a lack of a route.
            channel.bind(null);
            try {
                channel.connect(Sockets.reachable(asked));
            } catch (IOException e) {
                return e;
            }
            InetAddress source = ((InetSocketAddress) channel.getLocalAddress()).getAddress();
            // What the kernel writes where it has no address to send from. No answer finds the way back.
            boolean none = source.isAnyLocalAddress() || (source.isLoopbackAddress() && !isInside(asked.getAddress()));
            return none ? new BindException("Cannot assign requested address") : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean isInside(InetAddress address) {
        return address.isLoopbackAddress() || address.isAnyLocalAddress();
    }
}
