package io.halfshake.linux;

import io.halfshake.Handshake;
import io.halfshake.spi.EngineAvailability;
import io.halfshake.spi.EngineSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Probes whether the engine works on this host, and how: real checks of our own loopback listener, whose accept queue
 * must stay empty.
 */
final class SelfTest {
    private static final Set<String> ARCHITECTURES = Set.of("amd64", "x86_64", "aarch64");
    private static final long ANSWER_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long RECHECK_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    /** Less than the 200 ms after which the kernel sends a held ACK. */
    private static final long STALL_MILLIS = 150;

    private static final int MAX_ATTEMPTS = 5;
    private static final EngineSettings SMALL = new EngineSettings(2, true);

    private final List<String> evidence = new ArrayList<>();

    /**
     * Whether what did not work may work later: the failure was transient, or this process was delayed for too long.
     */
    private boolean mayPass;

    private SelfTest() {}

    /** What was found, and which kind of socket to use. */
    record Finding(EngineAvailability availability, SocketFactory.Mode mode) {}

    static Finding run() {
        return run(NativeCalls::new);
    }

    static Finding run(Supplier<SystemCalls> makeCalls) {
        SelfTest test = new SelfTest();
        try {
            return test.find(makeCalls);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Finding(
                    EngineAvailability.unavailable("interrupted", test.evidence).thatMayChange(),
                    SocketFactory.Mode.FRESH);
        } catch (Exception | Error e) {
            // Any Error: JNA throws one that is no LinkageError where it finds a native library of another version.
            return new Finding(TransientCauses.unavailable(e, test.evidence), SocketFactory.Mode.FRESH);
        }
    }

    private Finding find(Supplier<SystemCalls> makeCalls) throws IOException, InterruptedException {
        requireLinux();
        LibCBinding.retain();
        try {
            evidence.addAll(LibCBinding.evidence());
            return find(makeCalls.get(), makeCalls);
        } finally {
            LibCBinding.release();
        }
    }

    private Finding find(SystemCalls calls, Supplier<SystemCalls> makeCalls) throws IOException, InterruptedException {
        for (SocketFactory.Mode mode : SocketFactory.Mode.values()) {
            if (staysHalfOpen(calls, mode)) {
                askThroughTheLoop(makeCalls, mode);
                return finding(EngineAvailability.available(Handshake.HALF, evidence), mode);
            }
        }
        String cause = "this kernel completes the handshake, whichever way the ACK is held back";
        return finding(EngineAvailability.unavailable(cause, evidence), SocketFactory.Mode.FRESH);
    }

    /** What was tried until here are the kernel's sockets. This is the engine as a checker gets it. */
    private void askThroughTheLoop(Supplier<SystemCalls> makeCalls, SocketFactory.Mode mode)
            throws IOException, InterruptedException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            EngineTrial.ask(
                    () -> HalfOpenEngineFactory.open(new HalfOpen(), mode, SMALL, makeCalls),
                    (InetSocketAddress) listener.getLocalAddress(),
                    EngineTrial.TIMEOUT_SECONDS,
                    evidence);
        }
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
                if (half || millis < STALL_MILLIS || attempt == MAX_ATTEMPTS) {
                    mayPass |= !half && millis >= STALL_MILLIS;
                    evidence.add(kind + ": answered, accept queue " + (half ? "empty" : "NOT empty"));
                    return half;
                }
                // This process was paused for longer than the kernel waits: nothing was learned about the kernel.
                evidence.add(kind + ": held up for " + millis + " ms, tried again");
            }
        } catch (SystemCallException | IllegalStateException | SocketTimeoutException e) {
            evidence.add(kind + ": " + e.getMessage());
            if (mode == SocketFactory.Mode.FRESH) {
                throw e;
            }
            mayPass |= TransientCauses.mayPass(e);
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
    private static boolean checkTwice(SystemCalls calls, SocketFactory factory, InetSocketAddress address)
            throws SocketTimeoutException {
        NativeMemory target = new NativeMemory(SocketAddresses.MAX_LENGTH);
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

    private static boolean check(SystemCalls calls, int descriptor, NativeMemory target, int length)
            throws SocketTimeoutException {
        int result = calls.connect(descriptor, target, length);
        if (result != -Errno.EINPROGRESS.number) {
            require(result, "connect(2)");
        }
        TcpInfo info = new TcpInfo();
        long end = System.nanoTime() + ANSWER_WAIT_NANOS;
        do {
            LockSupport.parkNanos(RECHECK_NANOS);
            int bytes = calls.getOption(descriptor, LibC.IPPROTO_TCP, LibC.TCP_INFO, info.memory, TcpInfo.LENGTH);
            require(bytes, "getsockopt(TCP_INFO)");
            if (bytes < TcpInfo.LENGTH) {
                throw new IllegalStateException("struct tcp_info: " + bytes + " bytes (expected " + TcpInfo.LENGTH
                        + ", as Linux has since 4.2)");
            }
        } while (info.state() == TcpInfo.SYN_SENT && end - System.nanoTime() > 0);
        if (info.state() != TcpInfo.ESTABLISHED) {
            throw new SocketTimeoutException("loopback listener: no answer within a second");
        }
        return info.isAckSent();
    }

    private static void require(int result, String call) {
        if (result < 0) {
            throw new SystemCallException(call, -result);
        }
    }

    private Finding finding(EngineAvailability found, SocketFactory.Mode mode) {
        return new Finding(mayPass ? found.thatMayChange() : found, mode);
    }
}
