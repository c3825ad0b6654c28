package io.halfshake.lab;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A network interface whose far end is this program: linux/Documentation/networking/tuntap.rst. */
final class TunDevice implements AutoCloseable {
    /** Longer than the interface's MTU. */
    private static final int LONGEST = 2_048;

    private static final int STANDARD_INPUT = 0;
    private static final int POLLFD_LENGTH = 8;
    private static final long COMMAND_SECONDS = 20;

    private final int descriptor;
    private final NativeBuffer incoming = new NativeBuffer(LONGEST, ByteOrder.BIG_ENDIAN);
    private final NativeBuffer outgoing = new NativeBuffer(LONGEST, ByteOrder.BIG_ENDIAN);
    private final NativeBuffer polled = new NativeBuffer(2 * POLLFD_LENGTH, ByteOrder.nativeOrder());
    private final NativeBuffer wait = new NativeBuffer(2 * Long.BYTES, ByteOrder.nativeOrder());

    private TunDevice(int descriptor) {
        this.descriptor = descriptor;
        polled.bytes.putInt(0, descriptor).putShort(4, Kernel.POLLIN);
        polled.bytes.putInt(POLLFD_LENGTH, STANDARD_INPUT).putShort(POLLFD_LENGTH + 4, Kernel.POLLIN);
    }

    /** Makes the interface, in this process's network, and routes the lab's addresses to it. */
    static TunDevice open(Addresses addresses) throws IOException, InterruptedException {
        int descriptor = Kernel.open("/dev/net/tun", Kernel.O_RDWR | Kernel.O_NONBLOCK | Kernel.O_CLOEXEC);
        require(descriptor, "open(/dev/net/tun)");
        NativeBuffer request = new NativeBuffer(Kernel.IFREQ_LENGTH, ByteOrder.nativeOrder());
        request.bytes.put(0, addresses.device().getBytes(StandardCharsets.US_ASCII));
        request.bytes.putShort(Kernel.NAME_LENGTH, (short) (Kernel.IFF_TUN | Kernel.IFF_NO_PI));
        require(Kernel.ioctl(descriptor, Kernel.TUNSETIFF, request.address), "ioctl(TUNSETIFF)");
        for (String command : addresses.setup()) {
            run(command);
        }
        return new TunDevice(descriptor);
    }

    private static void run(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", "PATH=$PATH:/usr/sbin:/sbin; " + command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(command + ": " + output);
        }
    }

    private static void require(int result, String call) throws IOException {
        if (result < 0) {
            throw new IOException(call + ": errno " + Kernel.errno());
        }
    }

    /** What the next read finds, from zero to its length. */
    ByteBuffer incoming() {
        return incoming.bytes;
    }

    /** The length of a packet, or zero if there is none. */
    int read() throws IOException {
        long length = Kernel.read(descriptor, incoming.address, LONGEST);
        if (length < 0 && Kernel.errno() != Kernel.EAGAIN && Kernel.errno() != Kernel.EINTR) {
            throw new IOException("read(tun): errno " + Kernel.errno());
        }
        return (int) Math.max(0, length);
    }

    /** Sends a packet to the kernel. False if the interface is down, so that it was not received. */
    boolean write(byte[] packet) throws IOException {
        outgoing.bytes.put(0, packet);
        long length = Kernel.write(descriptor, outgoing.address, packet.length);
        if (length < 0 && Kernel.errno() != Kernel.EIO) {
            throw new IOException("write(tun): errno " + Kernel.errno());
        }
        return length >= 0;
    }

    /** Waits for a packet or a command, so long at most. True if there is a command to be read. */
    boolean await(long nanos) {
        wait.bytes.putLong(0, TimeUnit.NANOSECONDS.toSeconds(nanos));
        wait.bytes.putLong(Long.BYTES, nanos % TimeUnit.SECONDS.toNanos(1));
        int ready = Kernel.ppoll(polled.address, 2, wait.address, 0);
        return ready > 0 && polled.bytes.getShort(POLLFD_LENGTH + 6) != 0;
    }

    @Override
    public void close() {
        Kernel.close(descriptor);
    }
}
