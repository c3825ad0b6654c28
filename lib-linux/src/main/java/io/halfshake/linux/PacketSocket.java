package io.halfshake.linux;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A socket through which packets of one family go out and their answers come in. Belongs to its loop's thread. */
final class PacketSocket implements EpollHandler {
    // linux/include/uapi/linux/sock_diag.h: SK_MEMINFO_RMEM_ALLOC, SK_MEMINFO_RCVBUF and SK_MEMINFO_DROPS.
    private static final int USED_AT = 0;
    private static final int SIZE_AT = Integer.BYTES;
    private static final int DROPS_AT = 8 * Integer.BYTES;
    private static final int MEMINFO_LENGTH = 9 * Integer.BYTES;

    /** The loop of a socket, called on its thread. */
    interface Owner {
        /** There may be something to read. */
        void ready(PacketSocket socket);

        /** The event loop is shutting down. */
        void closedByEventLoop(PacketSocket socket);

        /** The event loop is done with this socket for now. Never throws. */
        void endTurn();

        EventLoop eventLoop();
    }

    final int descriptor;
    final int family;

    /** Packets in flight, by what identifies their replies. */
    final Map<Flow, Transmission> flows = new HashMap<>();

    private final Owner loop;
    private final SystemCalls calls;
    private final NativeMemory memoryInfo = new NativeMemory(MEMINFO_LENGTH);
    private @Nullable EpollRegistration registration;
    private int drops;
    private boolean isOpen = true;

    /** When answers were last found to have been lost for want of room. */
    long lossAt;

    boolean hasLost;

    PacketSocket(Owner loop, SystemCalls calls, int descriptor, int family) {
        this.loop = loop;
        this.calls = calls;
        this.descriptor = descriptor;
        this.family = family;
    }

    /** Opens a socket that stamps what it receives and keeps ICMP errors. Throws with the system call and its error. */
    static int open(SystemCalls calls, int family, int type, int protocol, SocketOptions options, int receiveBuffer) {
        int descriptor = calls.socket(family, type, protocol);
        if (descriptor < 0) {
            throw new SystemCallException("socket(2)", -descriptor);
        }
        boolean ready = false;
        try {
            options.apply(calls, descriptor, family);
            set(calls, descriptor, LibC.SOL_SOCKET, LibC.SO_TIMESTAMPNS, 1, "SO_TIMESTAMPNS");
            if (family == LibC.AF_INET) {
                set(calls, descriptor, LibC.IPPROTO_IP, LibC.IP_RECVERR, 1, "IP_RECVERR");
            } else {
                set(calls, descriptor, LibC.IPPROTO_IPV6, LibC.IPV6_RECVERR, 1, "IPV6_RECVERR");
            }
            enlarge(calls, descriptor, receiveBuffer);
            ready = true;
            return descriptor;
        } finally {
            if (!ready) {
                calls.close(descriptor);
            }
        }
    }

    /** Beyond net.core.rmem_max with CAP_NET_ADMIN, else up to it: SO_RCVBUFFORCE, socket(7). */
    private static void enlarge(SystemCalls calls, int descriptor, int bytes) {
        NativeMemory value = new NativeMemory(Integer.BYTES);
        value.bytes.putInt(0, bytes);
        if (calls.setOption(descriptor, LibC.SOL_SOCKET, LibC.SO_RCVBUFFORCE, value, Integer.BYTES) < 0) {
            set(calls, descriptor, LibC.SOL_SOCKET, LibC.SO_RCVBUF, bytes, "SO_RCVBUF");
        }
    }

    static void set(SystemCalls calls, int descriptor, int level, int option, int value, String name) {
        NativeMemory memory = new NativeMemory(Integer.BYTES);
        memory.bytes.putInt(0, value);
        int result = calls.setOption(descriptor, level, option, memory, Integer.BYTES);
        if (result < 0) {
            throw new SystemCallException("setsockopt(" + name + ")", -result);
        }
    }

    /** On the loop's thread. */
    void register() {
        if (registration == null) {
            // Level-triggered: what one turn did not read is reported again. Errors are reported unasked.
            registration = loop.eventLoop().register(this, LibC.EPOLLIN);
        }
    }

    boolean isOpen() {
        return isOpen;
    }

    /**
     * Checks whether the kernel dropped replies because the buffer was full. To be called while much is unread. It
     * counts packets with a wrong checksum as drops too, but those come to a buffer that is not full.
     */
    void detectLoss(long now) {
        int bytes = calls.getOption(descriptor, LibC.SOL_SOCKET, LibC.SO_MEMINFO, memoryInfo, MEMINFO_LENGTH);
        if (bytes < MEMINFO_LENGTH || memoryInfo.bytes.getInt(DROPS_AT) == drops) {
            return;
        }
        drops = memoryInfo.bytes.getInt(DROPS_AT);
        if (memoryInfo.bytes.getInt(USED_AT) >= memoryInfo.bytes.getInt(SIZE_AT) / 2) {
            lost(now);
        }
    }

    /** An answer was lost, and nothing tells whose. */
    void lost(long now) {
        hasLost = true;
        lossAt = now;
    }

    @Override
    public int descriptor() {
        return descriptor;
    }

    @Override
    public void ready() {
        try {
            loop.ready(this);
        } catch (RuntimeException | Error e) {
            // The socket is level-triggered: what was not read is reported again.
            LoopWarning.PACKETS_NOT_READ.report(e);
        } finally {
            loop.endTurn();
        }
    }

    @Override
    public void close() {
        try {
            loop.closedByEventLoop(this);
        } catch (RuntimeException | Error e) {
            LoopWarning.SOCKET_NOT_CLOSED.report(e);
        } finally {
            loop.endTurn();
        }
    }

    void release() {
        if (!isOpen) {
            return;
        }
        isOpen = false;
        if (registration != null) {
            registration.cancel();
        }
        calls.close(descriptor);
    }
}
