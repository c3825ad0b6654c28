package io.halfshake.connect;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the C library calls some errors in the language of this process, learned by causing each of them once on
 * loopback. An error is learned only if it is certain to be the one that was to be caused.
 */
class ErrorTexts {
    private static final ErrorTexts OF_PROCESS = new ErrorTexts(System::nanoTime);

    /** Before the kernel resends its first SYN, after 1 s, so that no ETIMEDOUT can be taken for a refusal. */
    private static final int REFUSAL_MILLIS = 250;

    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final byte[] LOOPBACK_BROADCAST = {127, -1, -1, -1};

    private final LongSupplier nanoTime;
    private Map<Errno, String> learned = Map.of();
    private boolean tried;
    private boolean complete;
    private long triedAt;

    ErrorTexts(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    static ErrorTexts ofProcess() {
        return OF_PROCESS;
    }

    /** The error that a text stands for; null if the text is not one of those learned. */
    final @Nullable Errno find(@Nullable String message) {
        if (message == null) {
            return null;
        }
        String text = withoutHost(message);
        for (Map.Entry<Errno, String> known : learned().entrySet()) {
            if (known.getValue().equals(text)) {
                return known.getKey();
            }
        }
        return null;
    }

    /** Whether the text of this error has been learned, which means that another text is not of this error. */
    final boolean knows(Errno errno) {
        return learned().containsKey(errno);
    }

    /** Causes the errors, unless they are known. A failure may be a passing one and is followed by another attempt. */
    final synchronized Map<Errno, String> learned() {
        if (!complete && (!tried || nanoTime.getAsLong() - triedAt >= RETRY_NANOS)) {
            Map<Errno, String> caused = cause();
            boolean distinct = new HashSet<>(caused.values()).size() == caused.size();
            learned = distinct ? Map.copyOf(caused) : Map.of();
            complete = learned.size() == 3;
            tried = true;
            triedAt = nanoTime.getAsLong();
        }
        return learned;
    }

    /**
     * Whether opening a file fails with the same text: then what failed before was not about the network, but for want
     * of a descriptor.
     */
    boolean isOfEveryDescriptor(@Nullable String message) {
        try {
            Files.newByteChannel(Path.of("/dev/null")).close();
            return false;
        } catch (FileSystemException e) {
            return message != null && message.equals(e.getReason());
        } catch (IOException e) {
            return false;
        }
    }

    /** The texts of those errors that could be caused. */
    Map<Errno, String> cause() {
        Map<Errno, String> texts = new EnumMap<>(Errno.class);
        try {
            learn(texts, Errno.ECONNREFUSED, ConnectException.class, refusal());
            learn(texts, Errno.EACCES, BindException.class, datagramToBroadcast());
            if (texts.containsKey(Errno.EACCES)) {
                // That was a broadcast address, then: a stream to it fails before anything is sent.
                learn(texts, Errno.ENETUNREACH, SocketException.class, streamToBroadcast());
            }
        } catch (IOException e) {
            // No socket, no port, no loopback: what has been learned counts, and the rest is tried again.
            return texts;
        }
        return texts;
    }

    /** A text with characters that this process cannot show may be the same for several errors. */
    private static void learn(
            Map<Errno, String> texts, Errno errno, Class<? extends IOException> type, @Nullable IOException caused) {
        String message = caused == null || caused.getClass() != type ? null : caused.getMessage();
        if (message != null && message.indexOf('?') < 0 && message.indexOf('\uFFFD') < 0) {
            texts.put(errno, withoutHost(message));
        }
    }

    private static @Nullable IOException refusal() throws IOException {
        try (SocketChannel closed = SocketChannel.open();
                SocketChannel asking = SocketChannel.open()) {
            closed.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0));
            return failure(() -> asking.socket().connect(closed.getLocalAddress(), REFUSAL_MILLIS));
        }
    }

    private static @Nullable IOException datagramToBroadcast() throws IOException {
        try (DatagramChannel asking = DatagramChannel.open()) {
            // Else connect would bind it, and might fail of that.
            asking.bind(null);
            return failure(() -> asking.connect(broadcast()));
        }
    }

    private static @Nullable IOException streamToBroadcast() throws IOException {
        try (SocketChannel asking = SocketChannel.open()) {
            return failure(() -> asking.socket().connect(broadcast(), REFUSAL_MILLIS));
        }
    }

    private static InetSocketAddress broadcast() throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(LOOPBACK_BROADCAST), 9);
    }

    private interface Connect {
        void run() throws IOException;
    }

    private static @Nullable IOException failure(Connect connect) {
        try {
            connect.run();
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    /** With the property jdk.includeInExceptions=hostInfo, the JDK appends the address to some of the texts. */
    private static String withoutHost(String message) {
        int end = message.lastIndexOf(": ");
        return end < 0 ? message : message.substring(0, end);
    }
}
