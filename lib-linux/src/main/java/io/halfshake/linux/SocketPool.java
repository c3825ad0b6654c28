package io.halfshake.linux;

import java.net.InetAddress;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The sockets of one loop: the idle, the retired, and those in use. Belongs to the loop's thread. */
final class SocketPool {
    /** Enough to serve a steady load without opening; beyond, what a whole period did not need is closed. */
    private static final int ALWAYS_KEPT = 64;

    /** Edge-triggered and never changed again: a reused socket then needs no further epoll_ctl. */
    private static final int EVENTS = LibC.EPOLLIN | LibC.EPOLLOUT | LibC.EPOLLRDHUP | LibC.EPOLLET;

    /** After 200 ms the kernel acknowledges an answer that was not read. */
    private static final long MAX_UNSEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final HalfOpenSocket.Owner loop;
    private final HalfOpenReader reader;
    private final EventLoop eventLoop;
    private final SystemCalls calls;
    private final SocketFactory factory;
    private final Family ipv4 = new Family();
    private final Family ipv6 = new Family();
    private final int maxOpen;
    private final Set<HalfOpenSocket> open = new LinkedHashSet<>();

    /** The sockets of one family that have no probe. */
    private static final class Family {
        final IdleSockets idle = new IdleSockets();

        /** Still to be disconnected, except those whose flag is no longer set. */
        final RetiredSockets retired = new RetiredSockets();
    }

    SocketPool(
            HalfOpenSocket.Owner loop,
            HalfOpenReader reader,
            EventLoop eventLoop,
            SystemCalls calls,
            SocketFactory factory,
            int maxOpen) {
        this.maxOpen = maxOpen;
        this.reader = reader;
        this.loop = loop;
        this.eventLoop = eventLoop;
        this.calls = calls;
        this.factory = factory;
    }

    /** A socket ready to connect. Throws with the system call and its error. */
    HalfOpenSocket take(int number) {
        HalfOpenSocket socket = ready(family(number));
        return socket == null ? open(number) : socket;
    }

    /** A disconnected socket without a probe, or null. */
    private @Nullable HalfOpenSocket ready(Family family) {
        HalfOpenSocket socket = family.idle.pop();
        while (socket == null && cleanOne(family)) {
            socket = family.idle.pop();
        }
        return socket;
    }

    /**
     * A socket that has not been used before. Throws with the system call and its error.
     *
     * <p>An idle socket of the other family holds a descriptor that this one may need.
     */
    HalfOpenSocket open(int family) {
        if (open.size() >= maxOpen) {
            makeRoom(family);
        }
        try {
            return openRegistered(family);
        } catch (SystemCallException e) {
            if (e.errno != Errno.EMFILE.number || !makeRoom(family)) {
                throw e;
            }
            return openRegistered(family);
        }
    }

    /** False if there is none to be closed. */
    private boolean makeRoom(int family) {
        HalfOpenSocket spare = ready(family == LibC.AF_INET6 ? ipv4 : ipv6);
        if (spare == null) {
            return false;
        }
        discard(spare);
        return true;
    }

    private HalfOpenSocket openRegistered(int family) {
        int descriptor = factory.open(family);
        HalfOpenSocket socket = null;
        boolean ready = false;
        try {
            socket = new HalfOpenSocket(loop, descriptor, family);
            socket.registration = eventLoop.register(socket, EVENTS);
            open.add(socket);
            ready = true;
            return socket;
        } finally {
            if (!ready) {
                if (socket != null) {
                    // A set that cannot grow throws with the element in it.
                    open.remove(socket);
                    forget(socket);
                }
                calls.close(descriptor);
            }
        }
    }

    private static void forget(HalfOpenSocket socket) {
        socket.isOpen = false;
        if (socket.registration != null) {
            socket.registration.cancel();
        }
    }

    /**
     * Ends the connection with a RST and makes the socket ready for the next; where that does not work, closes it. So
     * it does after an address with a scope: the kernel binds the socket to the link, and a disconnect does not undo
     * that.
     */
    void reset(HalfOpenSocket socket, InetAddress asked) {
        if (isReusableAfter(socket, asked)) {
            disconnect(socket);
        } else {
            discard(socket);
        }
    }

    private void disconnect(HalfOpenSocket socket) {
        if (calls.disconnect(socket.descriptor) < 0) {
            discard(socket);
            return;
        }
        // linux/net/ipv4/tcp.c, tcp_disconnect() leaves sk_err_soft alone, and so does the next connect.
        socket.mayHoldOldError = true;
        family(socket.family).idle.push(socket);
    }

    private boolean isReusableAfter(HalfOpenSocket socket, InetAddress asked) {
        return factory.mode() == SocketFactory.Mode.REUSED && !socket.keepsPort && !SocketAddresses.hasScope(asked);
    }

    /** The same, when there is time or need: nothing has come yet that is to be reset. */
    void retire(HalfOpenSocket socket, InetAddress asked) {
        if (isReusableAfter(socket, asked)) {
            socket.isRetired = true;
            socket.retiredAt = System.nanoTime();
            family(socket.family).retired.add(socket);
        } else {
            discard(socket);
        }
    }

    boolean hasRetired() {
        return !ipv4.retired.isEmpty() || !ipv6.retired.isEmpty();
    }

    /** Disconnects some of those that were silent. */
    void disconnectSome(int most) {
        for (int i = 0; i < most && (cleanOne(ipv4) || cleanOne(ipv6)); i++) {}
    }

    /** False if there was none. */
    private boolean cleanOne(Family family) {
        HalfOpenSocket socket = family.retired.poll();
        if (socket != null && socket.isRetired) {
            clean(socket, false);
        }
        return socket != null;
    }

    /** Disconnects a socket that was silent until its check was over, and may have been answered since. */
    void clean(HalfOpenSocket socket, boolean hasNews) {
        socket.isRetired = false;
        if (!socket.isOpen) {
            return;
        }
        boolean isChecked = hasNews || System.nanoTime() - socket.retiredAt > MAX_UNSEEN_NANOS;
        boolean done = false;
        try {
            if (isChecked) {
                reader.readLate(socket);
            }
            disconnect(socket);
            done = true;
        } finally {
            if (!done) {
                discard(socket);
            }
        }
        if (isChecked) {
            reader.afterLateReset();
        }
    }

    /** Closes a socket, which with zero linger sends a RST. */
    void discard(HalfOpenSocket socket) {
        if (!open.remove(socket)) {
            return;
        }
        forget(socket);
        calls.close(socket.descriptor);
    }

    /** Closes up to {@code max} sockets that were idle for the whole trim period. True if more of them remain. */
    boolean trimSome(int most) {
        boolean trimmedIpv4 = trim(ipv4, most);
        boolean trimmedIpv6 = trim(ipv6, most);
        return trimmedIpv4 || trimmedIpv6;
    }

    private boolean trim(Family family, int most) {
        for (int i = 0; i < most; i++) {
            HalfOpenSocket unneeded = family.idle.popUnneeded(ALWAYS_KEPT);
            if (unneeded == null) {
                return i > 0;
            }
            discard(unneeded);
        }
        return true;
    }

    /** Starts another trim period. False if so few are open that none would be closed. */
    boolean startTrimPeriod() {
        ipv4.idle.startTrimPeriod();
        ipv6.idle.startTrimPeriod();
        return open.size() > ALWAYS_KEPT;
    }

    /** Any open socket, or null. */
    @Nullable
    HalfOpenSocket anyOpen() {
        Iterator<HalfOpenSocket> all = open.iterator();
        return all.hasNext() ? all.next() : null;
    }

    private Family family(int number) {
        return number == LibC.AF_INET6 ? ipv6 : ipv4;
    }
}
