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
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The sockets of one loop: those resting, those spent, and those that ask. Belongs to the loop's thread. */
final class SocketPool {
    /** Enough to serve a steady load without opening; beyond, what a whole period did not need is closed. */
    private static final int ALWAYS_KEPT = 64;

    /** After 200 ms the kernel acknowledges an answer that nobody has looked at. */
    private static final long LONGEST_UNSEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /**
     * linux/include/net/tcp.h, TCP_TIMEOUT_INIT: after a second the kernel sends a SYN of its own. Less a tick of its
     * slowest clock, and some.
     */
    private static final long BEFORE_KERNELS_SYN_NANOS = TimeUnit.MILLISECONDS.toNanos(900);

    /** Of the disconnect, and of what came before. */
    private static final int MOST_ERRORS = 2;

    private final HalfOpenLoop loop;
    private final IoEventLoop eventLoop;
    private final SystemCalls calls;
    private final SocketFactory factory;
    private final EpollIoOps interest;
    private final Family ipv4 = new Family();
    private final Family ipv6 = new Family();
    private final int mostOpen;
    private final NativeMemory error = new NativeMemory(Integer.BYTES);
    private final Set<HalfOpenSocket> open = new LinkedHashSet<>();

    /** The sockets of one family that ask nothing. */
    private static final class Family {
        final ArrayDeque<HalfOpenSocket> resting = new ArrayDeque<>();

        /** Still to be disconnected, but for those that no longer say so themselves. */
        final ArrayDeque<HalfOpenSocket> spent = new ArrayDeque<>();

        /** Since the last look. */
        int leastResting;
    }

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
    HalfOpenSocket take(int number) {
        Family family = family(number);
        HalfOpenSocket socket = ready(family);
        family.leastResting = Math.min(family.leastResting, family.resting.size());
        return socket == null ? openOrMakeRoom(number) : socket;
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

    /** One that asks nothing and is disconnected, or null. */
    private @Nullable HalfOpenSocket ready(Family family) {
        HalfOpenSocket socket = lastOpen(family.resting);
        while (socket == null && cleanOne(family)) {
            socket = lastOpen(family.resting);
        }
        return socket;
    }

    /** A resting socket of the other family holds a descriptor that this one may need. */
    private HalfOpenSocket openOrMakeRoom(int family) {
        if (open.size() >= mostOpen) {
            makeRoom(family);
        }
        try {
            return open(family);
        } catch (SystemCallException e) {
            if (e.errno != Errno.EMFILE.number || !makeRoom(family)) {
                throw e;
            }
            return open(family);
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
        if (isReusableAfter(asked)) {
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
        if (System.nanoTime() - socket.askedAt > BEFORE_KERNELS_SYN_NANOS) {
            forgetErrors(socket);
        }
        family(socket.family).resting.addLast(socket);
    }

    /**
     * That the kernel found no way for a SYN of its own outlasts a disconnect (linux/net/ipv4/tcp.c, tcp_disconnect()
     * leaves sk_err_soft alone), and would be taken for an answer to the next check. Reading an error clears it.
     */
    private void forgetErrors(HalfOpenSocket socket) {
        for (int i = 0; i < MOST_ERRORS; i++) {
            int result = calls.getOption(socket.descriptor, LibC.SOL_SOCKET, LibC.SO_ERROR, error, Integer.BYTES);
            if (result < 0 || error.bytes.getInt(0) == 0) {
                return;
            }
        }
    }

    private boolean isReusableAfter(InetAddress asked) {
        return factory.mode() == SocketFactory.Mode.REUSED && !SocketAddresses.hasScope(asked);
    }

    /** The same, when there is time or need: nothing has come yet that is to be reset. */
    void spend(HalfOpenSocket socket, InetAddress asked) {
        if (isReusableAfter(asked)) {
            socket.isSpent = true;
            socket.spentAt = System.nanoTime();
            family(socket.family).spent.addLast(socket);
        } else {
            discard(socket);
        }
    }

    boolean hasSpent() {
        return !ipv4.spent.isEmpty() || !ipv6.spent.isEmpty();
    }

    /** Disconnects some of those that were silent. */
    void cleanSome(int most) {
        for (int i = 0; i < most && (cleanOne(ipv4) || cleanOne(ipv6)); i++) {}
    }

    /** False if there was none. */
    private boolean cleanOne(Family family) {
        HalfOpenSocket socket = family.spent.pollFirst();
        if (socket != null && socket.isSpent) {
            clean(socket, false);
        }
        return socket != null;
    }

    /** Disconnects a socket that was silent until its check was over, and perhaps has news since. */
    void clean(HalfOpenSocket socket, boolean hasNews) {
        socket.isSpent = false;
        if (!socket.isOpen) {
            return;
        }
        boolean isLooked = hasNews || System.nanoTime() - socket.spentAt > LONGEST_UNSEEN_NANOS;
        if (isLooked) {
            loop.readLate(socket);
        }
        disconnect(socket);
        if (isLooked) {
            loop.afterLateReset();
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
        boolean trimmedIpv4 = trim(ipv4, most);
        boolean trimmedIpv6 = trim(ipv6, most);
        return trimmedIpv4 || trimmedIpv6;
    }

    private boolean trim(Family family, int most) {
        int unused = Math.min(most, family.leastResting);
        int excess = Math.min(unused, family.resting.size() - ALWAYS_KEPT);
        for (int i = 0; i < excess; i++) {
            discard(family.resting.removeFirst());
        }
        family.leastResting -= Math.max(0, excess);
        return excess > 0;
    }

    /** Begins another look at what rests. False if so little is open that nothing would be closed. */
    boolean lookAgain() {
        ipv4.leastResting = ipv4.resting.size();
        ipv6.leastResting = ipv6.resting.size();
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

    private Family family(int number) {
        return number == LibC.AF_INET6 ? ipv6 : ipv4;
    }
}
