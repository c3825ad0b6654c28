package io.halfshake.connect;

import io.halfshake.Handshake;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketOption;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes sockets that end with a RST and, where the JDK offers it, hold the last ACK back. */
class Sockets {
    /** jdk.net.ExtendedSocketOptions.TCP_QUICKACK, by name: the module may be missing, and is so in small run times. */
    private static final String QUICKACK = "TCP_QUICKACK";

    private final @Nullable SocketOption<Boolean> quickAck;
    private final Handshake handshake;

    Sockets(@Nullable SocketOption<Boolean> quickAck, Handshake handshake) {
        this.quickAck = quickAck;
        this.handshake = handshake;
    }

    /** Sockets as good as this JDK and system have them. */
    static Sockets find() {
        try (Socket socket = new Socket(Proxy.NO_PROXY)) {
            return withOptions(socket.supportedOptions());
        } catch (IOException e) {
            return withOptions(Set.of());
        }
    }

    /** Sockets as good as these options make them. */
    static Sockets withOptions(Set<SocketOption<?>> supported) {
        SocketOption<Boolean> option = findQuickAck(supported);
        return new Sockets(option, option == null ? Handshake.FULL : Handshake.HALF);
    }

    /** The same sockets, on a system where holding the ACK back turned out not to work. */
    Sockets knownToBeFull() {
        return new Sockets(quickAck, Handshake.FULL);
    }

    Handshake handshake() {
        return handshake;
    }

    /** A socket, unconnected. The caller closes it. */
    Socket open() throws IOException {
        // A channel's: for those a socksProxyHost set for the JVM cannot answer in place of the target.
        Socket socket = SocketChannel.open().socket();
        boolean ready = false;
        try {
            // Before connect, so that even a process that is killed leaves a RST behind and no handshake.
            socket.setSoLinger(true, 0);
            if (quickAck != null) {
                // Before connect as well: in SYN_SENT this makes the kernel delay the ACK of the SYN-ACK.
                socket.setOption(quickAck, false);
            }
            ready = true;
            return socket;
        } finally {
            if (!ready) {
                socket.close();
            }
        }
    }

    /** The wildcard address means this machine; the JDK would look its name up, which may hang. */
    static InetSocketAddress reachable(InetSocketAddress address) throws UnknownHostException {
        InetAddress ip = address.getAddress();
        if (!ip.isAnyLocalAddress()) {
            return address;
        }
        byte[] loopback = new byte[ip.getAddress().length];
        loopback[loopback.length - 1] = 1;
        if (loopback.length == 4) {
            loopback[0] = 127;
        }
        return new InetSocketAddress(InetAddress.getByAddress(loopback), address.getPort());
    }

    @SuppressWarnings("unchecked") // The option's type is asked for first.
    private static @Nullable SocketOption<Boolean> findQuickAck(Set<SocketOption<?>> supported) {
        for (SocketOption<?> option : supported) {
            if (option.name().equals(QUICKACK) && option.type() == Boolean.class) {
                return (SocketOption<Boolean>) option;
            }
        }
        return null;
    }
}
