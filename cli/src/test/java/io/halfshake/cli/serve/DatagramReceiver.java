package io.halfshake.cli.serve;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A datagram socket of the family {@code AF_UNIX}, such as a service manager has. */
final class DatagramReceiver implements AutoCloseable {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int EAGAIN = 11;
    private static final long MAX_WAIT_SECONDS = 120;

    private final LibC libC = Native.load("c", LibC.class);
    private final int descriptor;

    private interface LibC extends Library {
        int socket(int domain, int type, int protocol) throws LastErrorException;

        int bind(int descriptor, byte[] address, int length) throws LastErrorException;

        NativeLong recv(int descriptor, byte[] buffer, NativeLong length, int flags) throws LastErrorException;

        int close(int descriptor);
    }

    /** At a path, or in the abstract namespace if the name begins with {@code @}. */
    DatagramReceiver(String name) {
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        if (path[0] == '@') {
            path[0] = 0;
        }
        byte[] address = ByteBuffer.allocate(Short.BYTES + path.length)
                .order(ByteOrder.nativeOrder())
                .putShort((short) AF_UNIX)
                .put(path)
                .array();
        descriptor = libC.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        int unused = libC.bind(descriptor, address, address.length);
    }

    /** The next message, once there is one. */
    String receive() throws InterruptedException {
        byte[] buffer = new byte[4096];
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_WAIT_SECONDS);
        while (System.nanoTime() - end < 0) {
            try {
                NativeLong length = libC.recv(descriptor, buffer, new NativeLong(buffer.length), MSG_DONTWAIT);
                return new String(Arrays.copyOf(buffer, length.intValue()), StandardCharsets.UTF_8);
            } catch (LastErrorException e) {
                if (e.getErrorCode() != EAGAIN) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }
        throw new AssertionError("no message within " + MAX_WAIT_SECONDS + " s");
    }

    /** Passes over the others. */
    String receive(Predicate<String> awaited) throws InterruptedException {
        String message = receive();
        while (!awaited.test(message)) {
            message = receive();
        }
        return message;
    }

    @Override
    public void close() {
        int unused = libC.close(descriptor);
    }
}
