package io.halfshake.linux;

import io.halfshake.DownReason;
import io.halfshake.spi.Outcome;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Whether this machine itself is why nothing came back: the route or the address that the SYN left by may be gone. The
 * waiting socket does not say so, and once the kernel has tried to send a second SYN it reports the missing route as if
 * the network had. So a datagram socket is pointed at the target from the same address: that finds a route, and sends
 * nothing. Belongs to its loop's thread.
 */
final class WayOut {
    private final SystemCalls calls;
    private final SocketOptions options;
    private final NativeMemory source = new NativeMemory(SocketAddresses.LONGEST);
    private final NativeMemory target = new NativeMemory(SocketAddresses.LONGEST);

    WayOut(SystemCalls calls, SocketOptions options) {
        this.calls = calls;
        this.options = options;
    }

    /** What was found on the socket, or the trouble on this machine that explains it. */
    Outcome orTrouble(Outcome found, HalfOpenSocket socket, InetSocketAddress asked) {
        boolean suspect = found instanceof Outcome.Silent
                || (found instanceof Outcome.Denied denied && denied.reason() != DownReason.REFUSED);
        SystemCallException trouble = suspect ? trouble(socket, asked) : null;
        return trouble == null
                ? found
                : ConnectErrors.gone(trouble, found.evidence().syns());
    }

    private @Nullable SystemCallException trouble(HalfOpenSocket socket, InetSocketAddress asked) {
        if (calls.localAddress(socket.descriptor, source) < 0) {
            return null;
        }
        if (SocketAddresses.isNoSourceFor(asked.getAddress(), source)) {
            // What the kernel writes where it has no address to send from. No answer finds the way back.
            return new SystemCallException("getsockname(2)", Errno.EADDRNOTAVAIL.number);
        }
        int descriptor = calls.datagramSocket(socket.family);
        if (descriptor < 0) {
            return null;
        }
        try {
            if (!options.equals(SocketOptions.NONE)) {
                options.applyAllButSource(calls, descriptor, socket.family);
            }
            int length = SocketAddresses.anyPort(source);
            int result = calls.bind(descriptor, source, length);
            if (result >= 0) {
                SocketAddresses.write(asked, target);
                result = calls.connect(descriptor, target, length);
            }
            return isGone(-result) ? new SystemCallException("connect(2)", -result) : null;
        } catch (SystemCallException e) {
            return isGone(e.errno) ? e : null;
        } finally {
            calls.close(descriptor);
        }
    }

    /** Others, such as a lack of ports for datagrams, say nothing about the way. */
    private static boolean isGone(int errno) {
        Errno known = errno <= 0 ? null : Errno.of(errno);
        return known != null
                && switch (known) {
                    case ENETUNREACH, EHOSTUNREACH, ENETDOWN, EINVAL, EACCES, EADDRNOTAVAIL, ENODEV -> true;
                    default -> false;
                };
    }
}
