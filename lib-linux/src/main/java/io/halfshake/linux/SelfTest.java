package io.halfshake.linux;

import io.halfshake.Handshake;
import io.halfshake.spi.Availability;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Finds by doing whether the engine works here, and how: real checks of our own loopback listener, whose accept queue
 * must stay empty.
 */
final class SelfTest {
    private static final Set<String> ARCHITECTURES = Set.of("amd64", "x86_64", "aarch64");
    private static final long ANSWER_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    /** Less than the 200 ms after which the kernel sends a held ACK. */
    private static final long STALL_MILLIS = 150;

    private static final int MOST_ATTEMPTS = 5;

    private final List<String> evidence = new ArrayList<>();

    private SelfTest() {}

    /** What was found, and which kind of socket to use. */
    record Finding(Availability availability, SocketFactory.Mode mode) {}

    static Finding run() {
        return run(NativeCalls::new);
    }

    static Finding run(Supplier<SystemCalls> makeCalls) {
        SelfTest test = new SelfTest();
        try {
            return test.find(makeCalls);
        } catch (Exception | Error e) {
            // Any Error: JNA throws one that is no LinkageError where it finds a native library of another version.
            return test.unavailable(describe(e));
        }
    }

    private Finding find(Supplier<SystemCalls> makeCalls) throws IOException {
        requireLinux();
        NettyPresence.require();
        evidence.add("Netty epoll: loaded");
        SystemCalls calls = makeCalls.get();
        evidence.add("JNA: loaded");
        for (SocketFactory.Mode mode : SocketFactory.Mode.values()) {
            if (staysHalfOpen(calls, mode)) {
                return new Finding(Availability.available(Handshake.HALF, evidence), mode);
            }
        }
        return unavailable("this kernel completes the handshake, whichever way the ACK is held back");
    }

    static void requireLinux() {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!system.startsWith("Linux ") || !ARCHITECTURES.contains(System.getProperty("os.arch"))) {
            throw new IllegalStateException("this is " + system + " (expected Linux on x86-64 or aarch64)");
        }
    }

    private boolean staysHalfOpen(SystemCalls calls, SocketFactory.Mode mode) throws IOException {
        String kind = mode == SocketFactory.Mode.REUSED ? "one socket, two checks" : "two sockets, a check each";
        try {
            for (int attempt = 1; ; attempt++) {
                long start = System.nanoTime();
                boolean half = checksLeaveNoTrace(calls, new SocketFactory(calls, SocketOptions.NONE, mode));
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
                if (half || millis < STALL_MILLIS || attempt == MOST_ATTEMPTS) {
                    evidence.add(kind + ": answered, accept queue " + (half ? "empty" : "NOT empty"));
                    return half;
                }
                // This process stood still, and the kernel's patience ran out: nothing was learned about the kernel.
                evidence.add(kind + ": held up for " + millis + " ms, tried again");
            }
        } catch (SystemCallException | IllegalStateException e) {
            evidence.add(kind + ": " + e.getMessage());
            if (mode == SocketFactory.Mode.FRESH) {
                throw e;
            }
            return false;
        }
    }

    private static boolean checksLeaveNoTrace(SystemCalls calls, SocketFactory factory) throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            listener.configureBlocking(false);
            boolean ackSent = checkTwice(calls, factory, (InetSocketAddress) listener.getLocalAddress());
            try (SocketChannel accepted = listener.accept()) {
                return accepted == null && !ackSent;
            }
        }
    }

    /** True if the kernel's own count of segments says that an ACK went out. */
    private static boolean checkTwice(SystemCalls calls, SocketFactory factory, InetSocketAddress address) {
        NativeMemory target = new NativeMemory(SocketAddresses.LONGEST);
        int length = SocketAddresses.write(address, target);
        int family = SocketAddresses.family(address.getAddress());
        int descriptor = factory.open(family);
        try {
            boolean ackSent = check(calls, descriptor, target, length);
            if (factory.mode() == SocketFactory.Mode.REUSED) {
                require(calls.disconnect(descriptor), "connect(AF_UNSPEC)");
            } else {
                calls.close(descriptor);
                descriptor = -1;
                descriptor = factory.open(family);
            }
            boolean ackSentAgain = check(calls, descriptor, target, length);
            return ackSent || ackSentAgain;
        } finally {
            if (descriptor >= 0) {
                calls.close(descriptor);
            }
        }
    }

    private static boolean check(SystemCalls calls, int descriptor, NativeMemory target, int length) {
        int result = calls.connect(descriptor, target, length);
        if (result != -Errno.EINPROGRESS.number) {
            require(result, "connect(2)");
        }
        TcpInfo info = new TcpInfo();
        long end = System.nanoTime() + ANSWER_WAIT_NANOS;
        do {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            int bytes = calls.getOption(descriptor, LibC.IPPROTO_TCP, LibC.TCP_INFO, info.memory, TcpInfo.LENGTH);
            require(bytes, "getsockopt(TCP_INFO)");
            if (bytes < TcpInfo.LENGTH) {
                throw new IllegalStateException("struct tcp_info: " + bytes + " bytes (expected " + TcpInfo.LENGTH
                        + ", as Linux has since 4.2)");
            }
        } while (info.state() == TcpInfo.SYN_SENT && end - System.nanoTime() > 0);
        if (info.state() != TcpInfo.ESTABLISHED) {
            throw new IllegalStateException("loopback listener: no answer within a second");
        }
        return info.isAckSent();
    }

    private static void require(int result, String call) {
        if (result < 0) {
            throw new SystemCallException(call, -result);
        }
    }

    private Finding unavailable(String cause) {
        return new Finding(Availability.unavailable(cause, evidence), SocketFactory.Mode.FRESH);
    }

    /** The cause at the bottom says what is missing; what is wrapped around it only where it was met. */
    static String describe(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root instanceof SystemCallException || root instanceof IllegalStateException
                ? String.valueOf(root.getMessage())
                : root.toString().strip().replaceAll("\\s+", " ");
    }
}
