package io.halfshake.linux;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sockets of one loop: those resting, and those that ask. Belongs to the loop's thread. */
final class SocketPool {
    /** Enough to serve a steady load without opening; beyond, what a whole period did not need is closed. */
    private static final int ALWAYS_KEPT = 64;

    private final HalfOpenLoop loop;
    private final IoEventLoop eventLoop;
    private final SystemCalls calls;
    private final SocketFactory factory;
    private final EpollIoOps interest;
    private final ArrayDeque<HalfOpenSocket> restingIpv4 = new ArrayDeque<>();
    private final ArrayDeque<HalfOpenSocket> restingIpv6 = new ArrayDeque<>();
    private final int mostOpen;
    private final Set<HalfOpenSocket> open = new LinkedHashSet<>();
    private int leastRestingIpv4;
    private int leastRestingIpv6;

    SocketPool(HalfOpenLoop loop, IoEventLoop eventLoop, SystemCalls calls, SocketFactory factory, int mostOpen) {
        this.mostOpen = mostOpen;
        this.loop = loop;
        this.eventLoop = eventLoop;
        this.calls = calls;
        this.factory = factory;
        // Edge-triggered and never changed again: a reused socket then needs no further epoll_ctl.
        this.interest = EpollIoOps.EPOLLIN
                .with(EpollIoOps.EPOLLOUT)
                .with(EpollIoOps.EPOLLRDHUP)
                .with(EpollIoOps.EPOLLET);
    }

    /** A socket ready to connect. Throws with the system call and its error. */
    HalfOpenSocket take(int family) {
        ArrayDeque<HalfOpenSocket> resting = resting(family);
        HalfOpenSocket socket = lastOpen(resting);
        if (family == LibC.AF_INET6) {
            leastRestingIpv6 = Math.min(leastRestingIpv6, resting.size());
        } else {
            leastRestingIpv4 = Math.min(leastRestingIpv4, resting.size());
        }
        return socket == null ? openOrMakeRoom(family) : socket;
    }

    /** Another socket for one that is of no use any more. Throws with the system call and its error. */
    HalfOpenSocket replace(HalfOpenSocket useless) {
        discard(useless);
        return openOrMakeRoom(useless.family);
    }

    /** The event loop may have closed some of them. */
    private static @Nullable HalfOpenSocket lastOpen(ArrayDeque<HalfOpenSocket> resting) {
        HalfOpenSocket socket = resting.pollLast();
        while (socket != null && !socket.isOpen) {
            socket = resting.pollLast();
        }
        return socket;
    }

    /** A resting socket of the other family holds a descriptor that this one may need. */
    private HalfOpenSocket openOrMakeRoom(int family) {
        HalfOpenSocket other = null;
        if (open.size() >= mostOpen) {
            other = lastOpen(resting(family == LibC.AF_INET6 ? LibC.AF_INET : LibC.AF_INET6));
            if (other != null) {
                discard(other);
            }
        }
        try {
            return open(family);
        } catch (SystemCallException e) {
            other = lastOpen(resting(family == LibC.AF_INET6 ? LibC.AF_INET : LibC.AF_INET6));
            if (other == null || e.errno != Errno.EMFILE.number) {
                throw e;
            }
            discard(other);
            return open(family);
        }
    }

    private HalfOpenSocket open(int family) {
        int descriptor = factory.open(family);
        HalfOpenSocket socket = new HalfOpenSocket(loop, descriptor, family);
        boolean registered = false;
        try {
            Future<IoRegistration> registration = eventLoop.register(socket);
            // On the loop's own thread registering is done when the call returns.
            socket.registration = registration.getNow();
            if (socket.registration == null) {
                throw new IllegalStateException("epoll registration failed", registration.cause());
            }
            socket.registration.submit(interest);
            registered = true;
        } finally {
            if (!registered) {
                if (socket.registration != null) {
                    socket.registration.cancel();
                }
                socket.isOpen = false;
                calls.close(descriptor);
            }
        }
        open.add(socket);
        return socket;
    }

    /**
     * Ends the connection with a RST and makes the socket ready for the next; where that does not work, closes it. So
     * it does after an address with a scope: the kernel binds the socket to the link, and a disconnect does not undo
     * that.
     */
    void reset(HalfOpenSocket socket, InetAddress asked) {
        boolean reusable = factory.mode() == SocketFactory.Mode.REUSED && !SocketAddresses.hasScope(asked);
        if (reusable && calls.disconnect(socket.descriptor) >= 0) {
            resting(socket.family).addLast(socket);
        } else {
            discard(socket);
        }
    }

    /** Closes a socket, which with zero linger sends a RST. */
    void discard(HalfOpenSocket socket) {
        if (!open.remove(socket)) {
            return;
        }
        socket.isOpen = false;
        if (socket.registration != null) {
            CheckingLoop.cancel(socket.registration);
        }
        calls.close(socket.descriptor);
    }

    /** Closes some of what has been resting since the last look. True if there is more of that. */
    boolean trimSome(int most) {
        boolean trimmedIpv4 = trim(restingIpv4, Math.min(most, leastRestingIpv4));
        boolean trimmedIpv6 = trim(restingIpv6, Math.min(most, leastRestingIpv6));
        return trimmedIpv4 || trimmedIpv6;
    }

    private boolean trim(ArrayDeque<HalfOpenSocket> resting, int unused) {
        int excess = Math.min(unused, resting.size() - ALWAYS_KEPT);
        for (int i = 0; i < excess; i++) {
            discard(resting.removeFirst());
        }
        if (resting == restingIpv4) {
            leastRestingIpv4 -= Math.max(0, excess);
        } else {
            leastRestingIpv6 -= Math.max(0, excess);
        }
        return excess > 0;
    }

    /** Begins another look at what rests. False if so little is open that nothing would be closed. */
    boolean lookAgain() {
        leastRestingIpv4 = restingIpv4.size();
        leastRestingIpv6 = restingIpv6.size();
        return open.size() > ALWAYS_KEPT;
    }

    /** Any open socket, or null. */
    @Nullable
    HalfOpenSocket anyOpen() {
        Iterator<HalfOpenSocket> all = open.iterator();
        return all.hasNext() ? all.next() : null;
    }

    int size() {
        return open.size();
    }

    private ArrayDeque<HalfOpenSocket> resting(int family) {
        return family == LibC.AF_INET6 ? restingIpv6 : restingIpv4;
    }
}
