package io.halfshake.benchmarks;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;

/**
 * The least that a check can cost from Java: the system calls of a half-open check on one thread and nothing else. No queue, no
 * future, no deadline, no verdict.
 */
final class BareLoop implements Contender {
    private static final int BURST = 256;
    private static final int MOST_EVENTS = 4_096;
    private static final int EVENT_LENGTH = 12;

    // The same constants as in the engine, with the same sources.
    private static final int AF_INET = 2;
    private static final int STREAM_NONBLOCK_CLOEXEC = 1 | 0x800 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_ERROR = 4;
    private static final int SO_LINGER = 13;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_DEFER_ACCEPT = 9;
    private static final int TCP_QUICKACK = 12;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLLIN_OUT_RDHUP_ET = 0x1 | 0x4 | 0x2000 | 0x80000000;
    private static final int EPOLLERR = 0x8;
    private static final int EPOLLOUT = 0x4;

    /** What the loop does with a socket. */
    enum Sockets {
        FRESH("bare loop, a fresh socket each"),
        REUSED("bare loop, reused sockets"),
        /** Bound once to a source port: the kernel then need not search for one. */
        REUSED_OWN_PORT("bare loop, reused sockets, a port each");

        private final String text;

        Sockets(String text) {
            this.text = text;
        }
    }

    private static final int FIRST_OWN_PORT = 10_000;

    private final Sockets sockets;
    private final boolean reused;
    private int nextOwnPort = FIRST_OWN_PORT;
    private final int epoll = BareCalls.epoll_create1(0);
    private final ByteBuffer events = memory(MOST_EVENTS * EVENT_LENGTH);
    private final ByteBuffer event = memory(EVENT_LENGTH);
    private final ByteBuffer linger = memory(8).putInt(0, 1);
    private final ByteBuffer value = memory(4);
    private final ByteBuffer length = memory(4).putInt(0, 4);
    private final ByteBuffer target = memory(16);
    private final ByteBuffer own = memory(16);
    private final ByteBuffer unspecified = memory(16);
    private final ArrayDeque<Integer> resting = new ArrayDeque<>();
    private final boolean[] busy = new boolean[1 << 16];

    BareLoop(Sockets sockets) {
        this.sockets = sockets;
        this.reused = sockets != Sockets.FRESH;
    }

    private static ByteBuffer memory(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    private static long address(ByteBuffer buffer) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(buffer));
    }

    @Override
    public String name() {
        return sockets.text;
    }

    @Override
    public void run(InetSocketAddress to, int checks, int inFlight) {
        write(to.getAddress(), to.getPort(), target);
        long targetAddress = address(target);
        long unspecifiedAddress = address(unspecified);
        long eventsAddress = address(events);
        long valueAddress = address(value);
        long lengthAddress = address(length);
        int started = 0;
        int running = 0;
        int answered = 0;
        while (answered < checks) {
            for (int i = 0; i < BURST && running < inFlight && started < checks; i++) {
                int descriptor = take();
                busy[descriptor] = true;
                BareCalls.connect(descriptor, targetAddress, 16);
                started++;
                running++;
            }
            int ready = BareCalls.epoll_wait(epoll, eventsAddress, MOST_EVENTS, started < checks && running < inFlight ? 0 : 1_000);
            for (int i = 0; i < ready; i++) {
                int bits = events.getInt(i * EVENT_LENGTH);
                int descriptor = events.getInt(i * EVENT_LENGTH + 4);
                if (!busy[descriptor] || (bits & EPOLLOUT) == 0) {
                    continue;
                }
                if ((bits & EPOLLERR) != 0
                        && BareCalls.getsockopt(descriptor, SOL_SOCKET, SO_ERROR, valueAddress, lengthAddress) == 0
                        && value.getInt(0) != 0) {
                    throw new IllegalStateException("errno " + value.getInt(0));
                }
                busy[descriptor] = false;
                if (reused) {
                    BareCalls.connect(descriptor, unspecifiedAddress, 16);
                    resting.addLast(descriptor);
                } else {
                    BareCalls.close(descriptor);
                }
                running--;
                answered++;
            }
        }
    }

    private static void write(InetAddress ip, int port, ByteBuffer into) {
        into.putShort(0, (short) AF_INET);
        into.order(ByteOrder.BIG_ENDIAN).putShort(2, (short) port).order(ByteOrder.nativeOrder());
        into.put(4, ip.getAddress());
    }

    private int take() {
        Integer rested = resting.pollLast();
        if (rested != null) {
            return rested;
        }
        int descriptor = BareCalls.socket(AF_INET, STREAM_NONBLOCK_CLOEXEC, 0);
        if (descriptor < 0) {
            throw new IllegalStateException("socket(2) failed: errno " + Native.getLastError());
        }
        BareCalls.setsockopt(descriptor, SOL_SOCKET, SO_LINGER, address(linger), 8);
        value.putInt(0, reused ? 1 : 0);
        BareCalls.setsockopt(descriptor, IPPROTO_TCP, reused ? TCP_DEFER_ACCEPT : TCP_QUICKACK, address(value), 4);
        if (sockets == Sockets.REUSED_OWN_PORT) {
            write(InetAddress.getLoopbackAddress(), nextOwnPort++, own);
            if (BareCalls.bind(descriptor, address(own), 16) < 0) {
                throw new IllegalStateException("bind(2) failed: errno " + Native.getLastError());
            }
        }
        event.putInt(0, EPOLLIN_OUT_RDHUP_ET).putInt(4, descriptor);
        BareCalls.epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, address(event));
        return descriptor;
    }

    @Override
    public void close() {
        resting.forEach(BareCalls::close);
        BareCalls.close(epoll);
    }
}
