package io.halfshake.linux;

import io.halfshake.spi.Outcome;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A socket whose struct tcp_info and SO_ERROR are made up, with the reader that looks at them. */
final class FakeTcpInfo {
    /** linux/include/net/tcp_states.h: TCP_CLOSE. */
    static final int CLOSE = 7;

    static final int RETRANSMITS = 2;
    static final int LAST_ACK_RECEIVED = 56;
    static final int ROUND_TRIP = 68;
    static final int BYTES_ACKED = 120;
    static final int BYTES_RECEIVED = 128;
    private static final int SEGMENTS_OUT = 136;
    private static final int SEGMENTS_IN = 140;

    static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);

    final NativeMemory info = new NativeMemory(TcpInfo.LENGTH);
    final HalfOpenReader reader;
    final HalfOpenSocket socket;
    private final HalfOpenLoop loop;
    HalfOpenProbe probe;

    /** Runs before the kernel looks. */
    Runnable holdUp = () -> {};

    int error;
    int errorsRead;
    int failingOption;

    /** The state from the first look at the error on. */
    @Nullable
    Integer laterState;

    /** The error that the second look finds. */
    int laterError;

    /** New, with a SYN to this host. */
    FakeTcpInfo() {
        SystemCalls calls = (SystemCalls) Proxy.newProxyInstance(
                SystemCalls.class.getClassLoader(), new Class<?>[] {SystemCalls.class}, this::call);
        SocketFactory factory = new SocketFactory(calls, SocketOptions.NONE, SocketFactory.Mode.REUSED);
        reader = new HalfOpenReader(calls, null, new LocalAddresses(null));
        loop = new HalfOpenLoop(OnLoop.unused(), calls, factory, 1);
        socket = new HalfOpenSocket(loop, 1, LibC.AF_INET);
        probe = probeOf(InetAddress.getLoopbackAddress());
        info.bytes.putInt(SEGMENTS_OUT, 1);
    }

    private HalfOpenProbe probeOf(InetAddress ip) {
        HalfOpenProbe asked = new HalfOpenProbe(new UnusedProbe(ip), loop);
        asked.sentAt = System.nanoTime();
        asked.sentBy = asked.sentAt;
        asked.syns = 1;
        return asked;
    }

    void connectsFarAway() {
        try {
            probe = probeOf(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1}));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object call(Object unused, Method method, Object @Nullable [] arguments) {
        if (arguments != null && method.getName().equals("getOption")) {
            if (arguments[2].equals(failingOption)) {
                return -Errno.ENOMEM.number;
            }
            NativeMemory into = (NativeMemory) arguments[3];
            if (arguments[1].equals(LibC.IPPROTO_TCP)) {
                holdUp.run();
                into.bytes.put(0, info.bytes, 0, TcpInfo.LENGTH);
            } else {
                into.bytes.putInt(0, error);
                error = laterError;
                laterError = 0;
                errorsRead++;
                if (laterState != null) {
                    info.bytes.put(0, laterState.byteValue());
                }
            }
            return arguments[4];
        }
        if (method.getName().equals("socket") && arguments != null && arguments[0].equals(LibC.AF_NETLINK)) {
            return -Errno.EPERM.number;
        }
        return 0;
    }

    void segments(int out, int in) {
        info.bytes.putInt(SEGMENTS_OUT, out).putInt(SEGMENTS_IN, in);
    }

    /** The SYN was sent longer ago than the kernel delays its ACK. */
    void isReadLate() {
        probe.sentAt -= TimeUnit.MILLISECONDS.toNanos(300);
    }

    @Nullable
    Outcome read(int state) {
        info.bytes.put(0, (byte) state);
        return reader.read(socket, probe);
    }
}
