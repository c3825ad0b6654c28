package io.halfshake.linux;

import io.netty.channel.epoll.Epoll;

/** Whether the Netty that the loop needs is there, told in words before its classes are touched. */
final class NettyPresence {
    private static final String NEEDED_CLASS = "io.netty.channel.epoll.EpollIoHandle";

    private NettyPresence() {}

    /** Throws, with the cause as text, if the epoll transport of Netty 4.2 cannot be used. */
    static void require() {
        ClassLoader loader = NettyPresence.class.getClassLoader();
        if (!isPresent("io.netty.channel.epoll.Epoll", loader)) {
            throw new IllegalStateException("Netty: no epoll transport on the class path (expected 4.2)");
        }
        if (!isPresent(NEEDED_CLASS, loader)) {
            throw new IllegalStateException(
                    "Netty: older than 4.2 on the class path (expected 4.2, for " + NEEDED_CLASS + ")");
        }
        if (!Epoll.isAvailable()) {
            Throwable cause = Epoll.unavailabilityCause();
            throw new IllegalStateException("Netty: epoll transport unavailable: " + rootOf(cause));
        }
    }

    private static boolean isPresent(String name, ClassLoader loader) {
        try {
            Class.forName(name, false, loader);
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private static Throwable rootOf(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
