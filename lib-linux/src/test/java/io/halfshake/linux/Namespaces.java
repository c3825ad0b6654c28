package io.halfshake.linux;

import com.sun.jna.Native;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * Networks of their own, in which a test can do as it likes. They need CAP_SYS_ADMIN; a test that uses them says so by
 * {@link Need#NAMESPACES}.
 */
final class Namespaces {
    private Namespaces() {}

    /** A JVM on a network of its own, which has a loopback interface and what the commands make. */
    static ForkedJvm jvm(Class<?> main, String... setup) {
        List<String> commands = new ArrayList<>(List.of("ip link set lo up"));
        commands.addAll(List.of(setup));
        return new ForkedJvm(main).under("unshare", "--net", "--mount").after(commands.toArray(String[]::new));
    }

    /**
     * Commands that make a second network, {@code peer}, at the far end of a cable: {@code left} here has 10.9.0.1,
     * fd09::1 and fe80::1, {@code right} there 10.9.0.2, fd09::2 and fe80::2.
     */
    static String[] withPeer() {
        return new String[] {
            // Names of networks are files, which no other process is to see.
            "mount -t tmpfs none /run",
            "ip netns add peer",
            "ip link add left type veth peer name right netns peer",
            "ip address add 10.9.0.1/24 dev left",
            "ip -6 address add fd09::1/64 dev left nodad",
            "ip -6 address add fe80::1/64 dev left nodad",
            "ip link set left up",
            "ip -n peer address add 10.9.0.2/24 dev right",
            "ip -n peer -6 address add fd09::2/64 dev right nodad",
            "ip -n peer -6 address add fe80::2/64 dev right nodad",
            "ip -n peer link set lo up",
            "ip -n peer link set right up"
        };
    }

    /** The one call for which Java has nothing. */
    private static final class Kernel {
        private static final int READ_ONLY = 0;

        static {
            Native.register(Kernel.class, "c");
        }

        static native int open(String path, int flags);

        static native int setns(int descriptor, int type);

        static native int close(int descriptor);
    }

    /** What is done in another network by a thread that goes there. Its sockets stay there. */
    static <T> T callIn(String namespace, Callable<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> complete(result, namespace, call), "in-" + namespace);
        thread.start();
        return result.join();
    }

    private static <T> void complete(CompletableFuture<T> result, String namespace, Callable<T> call) {
        try {
            int descriptor = Kernel.open("/run/netns/" + namespace, Kernel.READ_ONLY);
            if (descriptor < 0 || Kernel.setns(descriptor, 0) < 0) {
                throw new IllegalStateException(namespace + ": " + Errno.name(Native.getLastError()));
            }
            Kernel.close(descriptor);
            result.complete(call.call());
        } catch (Exception | LinkageError e) {
            result.completeExceptionally(e);
        }
    }
}
