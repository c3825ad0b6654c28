package io.halfshake.cli.serve;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import io.halfshake.server.service.NotifySocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Sends datagrams to a socket of the family {@code AF_UNIX}, which the JDK cannot: to the address in
 * {@code NOTIFY_SOCKET}, a path, or {@code @} and a name in the abstract namespace. Each message has a socket of its
 * own, as in sd_notify(3), so that there is nothing to close.
 */
final class UnixNotifySocket implements NotifySocket {
    // linux/include/linux/socket.h, linux/include/linux/net.h, linux/include/uapi/linux/time.h
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int CLOCK_MONOTONIC = 1;

    /** Of sun_path in unix(7), with the zero byte that ends a path or begins an abstract name. */
    private static final int PATH_SIZE = 108;

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long NANOS_PER_MICRO = 1_000;

    private final String name;

    /** The name may be wrong; sending says so. */
    UnixNotifySocket(String name) {
        this.name = name;
    }

    /** By proxy and not bound directly: for a few calls in a minute, and with the sizes of each architecture. */
    private interface LibC extends Library {
        int socket(int domain, int type, int protocol) throws LastErrorException;

        NativeLong sendto(int descriptor, byte[] bytes, NativeLong length, int flags, byte[] address, int addressLength)
                throws LastErrorException;

        int close(int descriptor);

        int clock_gettime(int clock, Memory time) throws LastErrorException;

        /** Loads the library when it is first called for, and fails each time if that fails. */
        static LibC load() throws IOException {
            try {
                return Native.load("c", LibC.class);
            } catch (VirtualMachineError e) {
                throw e;
            } catch (Error e) {
                // Not LinkageError alone: JNA throws a plain Error where it finds a native library of another version.
                throw new IOException("JNA: " + e, e);
            }
        }
    }

    @Override
    public void send(String message) throws IOException {
        byte[] address = address();
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        LibC libC = LibC.load();
        String call = "socket";
        try {
            int descriptor = libC.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
            try {
                call = "sendto";
                NativeLong unused = libC.sendto(
                        descriptor,
                        bytes,
                        new NativeLong(bytes.length),
                        MSG_DONTWAIT | MSG_NOSIGNAL,
                        address,
                        address.length);
            } finally {
                int unused = libC.close(descriptor);
            }
        } catch (LastErrorException e) {
            throw failed(call, e);
        }
    }

    /** Not {@link System#nanoTime}, which is this clock in the JVMs of today but need not be. */
    @Override
    public long monotonicMicros() throws IOException {
        LibC libC = LibC.load();
        Memory time = new Memory(2L * Native.LONG_SIZE);
        try {
            int unused = libC.clock_gettime(CLOCK_MONOTONIC, time);
        } catch (LastErrorException e) {
            throw failed("clock_gettime", e);
        }
        long seconds = time.getNativeLong(0).longValue();
        return seconds * MICROS_PER_SECOND
                + time.getNativeLong(Native.LONG_SIZE).longValue() / NANOS_PER_MICRO;
    }

    private IOException failed(String call, LastErrorException e) {
        return new IOException("NOTIFY_SOCKET: \"" + name + "\": " + call + " failed: " + e.getMessage(), e);
    }

    /** struct sockaddr_un: the length of an abstract name is that of the address, and a path ends with a zero byte. */
    private byte[] address() throws IOException {
        boolean isAbstract = name.startsWith("@");
        byte[] path = (isAbstract ? name.substring(1) : name).getBytes(StandardCharsets.UTF_8);
        if (!(isAbstract || name.startsWith("/")) || path.length == 0 || path.length >= PATH_SIZE) {
            throw new IOException("NOTIFY_SOCKET: \"" + name
                    + "\" (expected a path that begins with /, or @ and a name, of at most " + (PATH_SIZE - 1)
                    + " bytes)");
        }
        ByteBuffer address = ByteBuffer.allocate(Short.BYTES + path.length + 1).order(ByteOrder.nativeOrder());
        address.putShort((short) AF_UNIX);
        if (isAbstract) {
            address.put((byte) 0).put(path);
        } else {
            address.put(path).put((byte) 0);
        }
        return address.array();
    }
}
