package io.halfshake.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Local ports that no other socket gets, each held by a bound socket that neither listens nor connects. So it is sure
 * that the kernel answers every SYN-ACK that comes there with a RST. Belongs to its loop's thread.
 */
final class ReservedPorts {
    /** Of a range found in net.ipv4.ip_local_port_range. */
    record Range(int first, int last) {}

    private static final int BLOCK = 64;

    /** To try a whole range takes some 28,000 calls. */
    private static final long TRY_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final SystemCalls calls;
    private final Range range;
    private final int most;
    private final List<Integer> descriptors = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();
    private final NativeMemory address = new NativeMemory(SocketAddresses.MAX_LENGTH);
    private final NativeMemory zero = new NativeMemory(Integer.BYTES);
    private int candidate;
    private int tried;

    /** When the range was last begun anew. */
    private long startedAt = System.nanoTime();

    private int next;

    ReservedPorts(SystemCalls calls, Range range, int most) {
        this.calls = calls;
        this.range = range;
        this.most = most;
        // Anywhere, so that two engines do not try the same ports in turn.
        this.candidate = new SplittableRandom().nextInt(range.first, range.last + 1);
    }

    int count() {
        return ports.size();
    }

    /** The next in turn. */
    int next() {
        next = next + 1 < ports.size() ? next + 1 : 0;
        return ports.get(next);
    }

    int lowest() {
        return ports.stream().mapToInt(Integer::intValue).min().orElse(range.last);
    }

    int highest() {
        return ports.stream().mapToInt(Integer::intValue).max().orElse(range.first);
    }

    /** Holds some more, and makes the first of them the next. Throws if there are no more to be had. */
    void grow() {
        int before = ports.size();
        long now = System.nanoTime();
        if (now - startedAt > TRY_AGAIN_NANOS) {
            // Others may have given some back.
            startedAt = now;
            tried = 0;
        }
        int size = range.last - range.first + 1;
        while (ports.size() < Math.min(most, before + BLOCK) && tried < size) {
            int port = candidate;
            candidate = candidate == range.last ? range.first : candidate + 1;
            tried++;
            hold(port);
        }
        if (ports.size() == before) {
            throw new SystemCallException("bind(2)", Errno.EADDRINUSE.number);
        }
        next = before - 1;
    }

    private void hold(int port) {
        int descriptor = calls.socket(LibC.AF_INET6, LibC.SOCK_STREAM, 0);
        boolean ipv6 = descriptor >= 0;
        if (!ipv6) {
            descriptor = calls.socket(LibC.AF_INET, LibC.SOCK_STREAM, 0);
        }
        if (descriptor < 0) {
            throw new SystemCallException("socket(2)", -descriptor);
        }
        boolean kept = false;
        try {
            kept = bind(descriptor, ipv6, port);
        } finally {
            if (!kept) {
                calls.close(descriptor);
            }
        }
    }

    private boolean bind(int descriptor, boolean ipv6, int port) {
        if (ipv6) {
            // One socket then holds the port in both families: IPV6_V6ONLY, ipv6(7).
            calls.setOption(descriptor, LibC.IPPROTO_IPV6, LibC.IPV6_V6ONLY, zero, Integer.BYTES);
        }
        int length = SocketAddresses.writeWildcard(ipv6 ? LibC.AF_INET6 : LibC.AF_INET, port, address);
        if (calls.bind(descriptor, address, length) < 0) {
            return false;
        }
        // The descriptor last: what is not in that list is closed by the caller.
        ports.add(port);
        descriptors.add(descriptor);
        return true;
    }

    /** Releases up to {@code max} ports. True when none remain. */
    boolean releaseSome(int count) {
        for (int i = 0; i < count && !descriptors.isEmpty(); i++) {
            calls.close(descriptors.remove(descriptors.size() - 1));
        }
        ports.clear();
        return descriptors.isEmpty();
    }
}
