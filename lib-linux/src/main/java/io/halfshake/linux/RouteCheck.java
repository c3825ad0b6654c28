package io.halfshake.linux;

import io.halfshake.DownReason;
import io.halfshake.UnknownReason;
import io.halfshake.spi.Outcome;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Whether this machine itself is why nothing came back: the route or the address that the SYN left by may be gone. The
 * waiting socket does not say so, and once the kernel has tried to send a second SYN it reports the missing route as if
 * the network had. So a datagram socket is pointed at the target from the same address: that finds a route, and sends
 * nothing. Belongs to its loop's thread.
 */
final class RouteCheck {
    private final String engine;
    private final SystemCalls calls;
    private final SocketOptions options;
    private final NativeMemory source = new NativeMemory(SocketAddresses.MAX_LENGTH);
    private final NativeMemory target = new NativeMemory(SocketAddresses.MAX_LENGTH);

    RouteCheck(String engine, SystemCalls calls, SocketOptions options) {
        this.engine = engine;
        this.calls = calls;
        this.options = options;
    }

    /**
     * What was found on the socket, or the local failure that explains it.
     *
     * @param mayBeLost whether the route may have changed since the socket found one
     */
    Outcome orLocalFailure(Outcome found, HalfOpenSocket socket, HalfOpenProbe probe, boolean mayBeLost) {
        InetSocketAddress asked = probe.request.address();
        if (found instanceof Outcome.Failed failed && failed.reason() == UnknownReason.NO_LOCAL_PORT) {
            // The same errno where there is no address of that family.
            return orLocalFailure(found, ofPacket(socket.family, asked));
        }
        if (!isSuspect(found) || (probe.hasSource && !mayBeLost)) {
            return found;
        }
        return orLocalFailure(found, ofSocket(socket, asked, mayBeLost));
    }

    /** The same for a packet of our own making. */
    Outcome orLocalFailure(Outcome found, int family, InetSocketAddress asked) {
        return isSuspect(found) ? orLocalFailure(found, ofPacket(family, asked)) : found;
    }

    /**
     * Whether an error of sending is what ICMP said of an earlier packet: the kernel reports that once more on the next
     * call on the socket. Where it may be either, it is of this packet if there is no route.
     */
    boolean isOfAnEarlierPacket(int errno, PacketProbe probe) {
        Errno known = Errno.of(errno);
        if (known == null) {
            return false;
        }
        return switch (known) {
            case ECONNREFUSED, ENOPROTOOPT, EPROTO, EHOSTDOWN, ENONET -> true;
            case EHOSTUNREACH, ENETUNREACH, EACCES -> exists(probe);
            default -> false;
        };
    }

    private boolean exists(PacketProbe probe) {
        int family = probe.isIpv6() ? LibC.AF_INET6 : LibC.AF_INET;
        return ofPacket(family, probe.request.address()) == null;
    }

    /**
     * Whether a socket that waits for an answer has an address for it to come back to. That address stays: the kernel
     * chooses another one only if told to (ip_dynaddr), as it sends again, where the route was lost
     * (linux/net/ipv4/af_inet.c, inet_sk_rebuild_header()).
     */
    boolean hasSource(HalfOpenSocket socket, InetSocketAddress asked) {
        return calls.localAddress(socket.descriptor, source) >= 0 && !isNoSourceFor(asked);
    }

    private static boolean isSuspect(Outcome found) {
        return found instanceof Outcome.Silent
                || (found instanceof Outcome.Denied denied && denied.reason() != DownReason.REFUSED);
    }

    private Outcome orLocalFailure(Outcome found, @Nullable SystemCallException localFailure) {
        return localFailure == null
                ? found
                : ConnectErrors.gone(engine, localFailure, found.evidence().syns());
    }

    private @Nullable SystemCallException ofSocket(HalfOpenSocket socket, InetSocketAddress asked, boolean mayBeLost) {
        if (calls.localAddress(socket.descriptor, source) < 0) {
            return null;
        }
        if (isNoSourceFor(asked)) {
            return noSource();
        }
        return mayBeLost ? localFailure(socket.family, asked, SocketAddresses.anyPort(source)) : null;
    }

    /** What the kernel writes where it has no address to send from. No answer can come back there. */
    private boolean isNoSourceFor(InetSocketAddress asked) {
        return SocketAddresses.isNoSourceFor(asked.getAddress(), source);
    }

    private static SystemCallException noSource() {
        return new SystemCallException("getsockname(2)", Errno.EADDRNOTAVAIL.number);
    }

    private @Nullable SystemCallException withoutSource(int descriptor, InetSocketAddress asked) {
        return calls.localAddress(descriptor, source) >= 0 && isNoSourceFor(asked) ? noSource() : null;
    }

    private @Nullable SystemCallException ofPacket(int family, InetSocketAddress asked) {
        InetAddress address = options.sourceAddress();
        return localFailure(family, asked, address == null ? 0 : SocketAddresses.write(address, 0, source));
    }

    private @Nullable SystemCallException localFailure(int family, InetSocketAddress asked, int sourceLength) {
        int descriptor = calls.socket(family, LibC.SOCK_DGRAM, 0);
        if (descriptor < 0) {
            return null;
        }
        try {
            if (options.isAnySet()) {
                options.applyAllButSource(calls, descriptor, family);
            }
            int result = sourceLength == 0 ? 0 : calls.bind(descriptor, source, sourceLength);
            if (result >= 0) {
                // Any port will do: nothing is sent there.
                int length = SocketAddresses.write(asked.getAddress(), Math.max(1, asked.getPort()), target);
                result = calls.connect(descriptor, target, length);
            }
            if (result >= 0) {
                return withoutSource(descriptor, asked);
            }
            return isGone(-result) ? new SystemCallException("connect(2)", -result) : null;
        } catch (SystemCallException e) {
            return isGone(e.errno) ? e : null;
        } finally {
            calls.close(descriptor);
        }
    }

    /** Others, such as a lack of ports for datagrams, say nothing about the route. */
    static boolean isGone(int errno) {
        Errno known = errno <= 0 ? null : Errno.of(errno);
        return known != null
                && switch (known) {
                    case ENETUNREACH, EHOSTUNREACH, ENETDOWN, EINVAL, EACCES, EADDRNOTAVAIL, ENODEV -> true;
                    default -> false;
                };
    }
}
