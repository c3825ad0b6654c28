package io.halfshake.linux;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
    private final Set<HalfOpenSocket> open = new HashSet<>();
    private int leastRestingIpv4;
    private int leastRestingIpv6;

    SocketPool(HalfOpenLoop loop, IoEventLoop eventLoop, SystemCalls calls, SocketFactory factory) {
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
        HalfOpenSocket socket = resting.pollLast();
        if (family == LibC.AF_INET6) {
            leastRestingIpv6 = Math.min(leastRestingIpv6, resting.size());
        } else {
            leastRestingIpv4 = Math.min(leastRestingIpv4, resting.size());
        }
        return socket == null ? open(family) : socket;
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
                calls.close(descriptor);
            }
        }
        open.add(socket);
        return socket;
    }

    /** Ends the connection with a RST and makes the socket ready for the next; where that does not work, closes it. */
    void reset(HalfOpenSocket socket) {
        if (factory.mode() == SocketFactory.Mode.REUSED && calls.disconnect(socket.descriptor) >= 0) {
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
        IoRegistration registration = socket.registration;
        if (registration != null) {
            registration.cancel();
        }
        calls.close(socket.descriptor);
    }

    /**
     * Closes what has been resting since the last call. Returns whether anything is left that could be closed later.
     */
    boolean trim() {
        trim(restingIpv4, leastRestingIpv4);
        trim(restingIpv6, leastRestingIpv6);
        leastRestingIpv4 = restingIpv4.size();
        leastRestingIpv6 = restingIpv6.size();
        return open.size() > ALWAYS_KEPT;
    }

    private void trim(ArrayDeque<HalfOpenSocket> resting, int unused) {
        for (int i = Math.min(unused, resting.size() - ALWAYS_KEPT); i > 0; i--) {
            discard(resting.removeFirst());
        }
    }

    void closeAll() {
        restingIpv4.clear();
        restingIpv6.clear();
        List<HalfOpenSocket> all = new ArrayList<>(open);
        all.forEach(this::discard);
    }

    int size() {
        return open.size();
    }

    private ArrayDeque<HalfOpenSocket> resting(int family) {
        return family == LibC.AF_INET6 ? restingIpv6 : restingIpv4;
    }
}
