package io.halfshake;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;

/** Run in a JVM of its own: connects, and prints what the JDK says of it. Arguments: an address and a port. */
final class PlainConnect {
    private PlainConnect() {}

    public static void main(String[] arguments) throws IOException {
        InetAddress address = InetAddress.getByName(arguments[0]);
        try (SocketChannel channel = SocketChannel.open()) {
            channel.connect(new InetSocketAddress(address, Integer.parseInt(arguments[1])));
            System.out.println("connected");
        } catch (IOException e) {
            System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }
}
