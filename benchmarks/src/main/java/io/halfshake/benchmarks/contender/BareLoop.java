package io.halfshake.benchmarks.contender;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.halfshake.benchmarks.machine.BareCalls;
import io.halfshake.benchmarks.workload.Expected;
import io.halfshake.benchmarks.workload.Job;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.List;

/**
 * The minimum cost of a check from Java: the system calls of a half-open check on one thread and nothing else, without
 * queues, futures, deadlines or results.
 */
final class BareLoop implements Prober {
    private static final int BURST = 256;
    private static final int MAX_EVENTS = 4_096;
    private static final int ADDRESS_LENGTH = 16;

    /** Only on x86-64 does the kernel pack struct epoll_event: linux/include/uapi/linux/eventpoll.h. */
    private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");

    private static final int EVENT_LENGTH = PACKED ? 12 : 16;
    private static final int EVENT_DATA = PACKED ? 4 : 8;

    /** After this time without any answer, the rest counts as lost. */
    private static final int TIMEOUT_MILLIS = 3_000;

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
    private static final int ECONNREFUSED = 111;

    /** How the loop uses sockets. */
    enum Sockets {
        FRESH,
        REUSED,
        /** Bound once to a source port: the kernel then need not search for one. */
        REUSED_OWN_PORT
    }

    private static final int FIRST_OWN_PORT = 10_000;

    private final Sockets sockets;
    private final boolean reused;
    private int nextOwnPort = FIRST_OWN_PORT;
    private final int epoll = BareCalls.epoll_create1(0);
    private final ByteBuffer events = memory(MAX_EVENTS * EVENT_LENGTH);
    private final ByteBuffer event = memory(EVENT_LENGTH);
    private final ByteBuffer linger = memory(8).putInt(0, 1);
    private final ByteBuffer value = memory(4);
    private final ByteBuffer length = memory(4).putInt(0, 4);
    private final ByteBuffer own = memory(ADDRESS_LENGTH);
    private final ByteBuffer unspecified = memory(ADDRESS_LENGTH);
    private final long eventsAddress = address(events);
    private final long valueAddress = address(value);
    private final long lengthAddress = address(length);
    private final long unspecifiedAddress = address(unspecified);
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
    public void run(Job job, Counts counts) {
        List<InetSocketAddress> targets = job.targets().addresses();
        ByteBuffer addresses = memory(targets.size() * ADDRESS_LENGTH);
        for (int i = 0; i < targets.size(); i++) {
            write(targets.get(i), addresses, i * ADDRESS_LENGTH);
        }
        long first = address(addresses);
        int started = 0;
        int running = 0;
        int answered = 0;
        while (answered < job.checks()) {
            for (int i = 0; i < BURST && running < job.inFlight() && started < job.checks(); i++) {
                int descriptor = take();
                busy[descriptor] = true;
                BareCalls.connect(descriptor, first + (long) started % targets.size() * ADDRESS_LENGTH, ADDRESS_LENGTH);
                started++;
                running++;
            }
            boolean mayStart = started < job.checks() && running < job.inFlight();
            int ready = BareCalls.epoll_wait(epoll, eventsAddress, MAX_EVENTS, mayStart ? 0 : TIMEOUT_MILLIS);
            if (ready == 0 && !mayStart) {
                giveUp(job.checks() - answered, counts);
                return;
            }
            int ended = read(ready, counts);
            running -= ended;
            answered += ended;
        }
    }

    private int read(int ready, Counts counts) {
        int ended = 0;
        for (int i = 0; i < ready; i++) {
            int bits = events.getInt(i * EVENT_LENGTH);
            int descriptor = events.getInt(i * EVENT_LENGTH + EVENT_DATA);
            if (busy[descriptor] && (bits & EPOLLOUT) != 0) {
                tally(bits, descriptor, counts);
                busy[descriptor] = false;
                release(descriptor);
                ended++;
            }
        }
        return ended;
    }

    private void tally(int bits, int descriptor, Counts counts) {
        if ((bits & EPOLLERR) != 0
                && BareCalls.getsockopt(descriptor, SOL_SOCKET, SO_ERROR, valueAddress, lengthAddress) == 0
                && value.getInt(0) != 0) {
            if (value.getInt(0) == ECONNREFUSED) {
                counts.add(Expected.REFUSED);
            } else {
                counts.other("errno " + value.getInt(0));
            }
        } else {
            counts.add(Expected.UP);
        }
    }

    private void release(int descriptor) {
        if (reused) {
            BareCalls.connect(descriptor, unspecifiedAddress, ADDRESS_LENGTH);
            resting.addLast(descriptor);
        } else {
            BareCalls.close(descriptor);
        }
    }

    private void giveUp(int checks, Counts counts) {
        for (int i = 0; i < checks; i++) {
            counts.other("no answer");
        }
        for (int descriptor = 0; descriptor < busy.length; descriptor++) {
            if (busy[descriptor]) {
                busy[descriptor] = false;
                release(descriptor);
            }
        }
    }

    private static void write(InetSocketAddress address, ByteBuffer into, int at) {
        into.putShort(at, (short) AF_INET);
        into.order(ByteOrder.BIG_ENDIAN)
                .putShort(at + 2, (short) address.getPort())
                .order(ByteOrder.nativeOrder());
        into.put(at + 4, address.getAddress().getAddress());
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
        BareCalls.setsockopt(descriptor, IPPROTO_TCP, reused ? TCP_DEFER_ACCEPT : TCP_QUICKACK, valueAddress, 4);
        if (sockets == Sockets.REUSED_OWN_PORT) {
            write(new InetSocketAddress(InetAddress.getLoopbackAddress(), nextOwnPort++), own, 0);
            if (BareCalls.bind(descriptor, address(own), ADDRESS_LENGTH) < 0) {
                throw new IllegalStateException("bind(2) failed: errno " + Native.getLastError());
            }
        }
        event.putInt(0, EPOLLIN_OUT_RDHUP_ET).putInt(EVENT_DATA, descriptor);
        BareCalls.epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, address(event));
        return descriptor;
    }

    @Override
    public void close() {
        resting.forEach(BareCalls::close);
        BareCalls.close(epoll);
    }
}
