package io.halfshake.linux;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A kernel whose sockets wait for an answer without end. Polls are {@link FakeEpoll}'s. */
final class FakeSockets {
    private static final int FIRST_DESCRIPTOR = 100;
    private static final int SEGMENTS_OUT = 136;

    final FakeEpoll epoll = new FakeEpoll();

    /** The calls since it was last cleared, as a trace would show them; polls and how sockets are made are left out. */
    final List<String> log = new ArrayList<>();

    final SystemCalls calls = (SystemCalls)
            Proxy.newProxyInstance(SystemCalls.class.getClassLoader(), new Class<?>[] {SystemCalls.class}, this::call);

    /** What connected sockets ask from. */
    InetAddress source = InetAddress.getLoopbackAddress();

    /** What a datagram socket finds when it is connected; 0 for a route. */
    int routeErrno;

    /** What SO_ERROR reports next, once. */
    int error;

    int state = TcpInfo.SYN_SENT;

    /** What sending packets fails with; 0 where the kernel takes them. */
    int sendErrno;

    /** Packets that the kernel has taken. */
    int packetsSent;

    /** Called in each call that sends packets. */
    Runnable onSend = () -> {};

    private final Set<Integer> datagrams = new HashSet<>();
    private boolean haveRoutesChanged;
    private int next = FIRST_DESCRIPTOR;

    /** As the next one who reads the notifications learns. */
    void changeRoutes() {
        haveRoutesChanged = true;
    }

    private @Nullable Object call(Object unused, Method method, Object[] arguments) throws Throwable {
        return switch (method.getName()) {
            case "socket" -> socket((int) arguments[1]);
            case "connect" -> connect((int) arguments[0]);
            case "localAddress" -> localAddress((NativeMemory) arguments[1]);
            case "getOption" -> getOption((int) arguments[2], (NativeMemory) arguments[3]);
            case "disconnect" -> logged("disconnect", 0);
            case "receive" -> receive();
            case "send" -> send((int) arguments[3]);
            case "receiveError" -> -Errno.EAGAIN.number;
            case "wallNanos" -> 0L;
            case "bind", "setOption" -> 0;
            default -> Injector.call(epoll, method, arguments);
        };
    }

    private int socket(int type) {
        if (type == LibC.SOCK_DGRAM) {
            datagrams.add(next);
            log.add("socket(SOCK_DGRAM)");
        }
        return next++;
    }

    private int connect(int descriptor) {
        return datagrams.contains(descriptor) ? -routeErrno : -Errno.EINPROGRESS.number;
    }

    private int localAddress(NativeMemory into) {
        SocketAddresses.write(source, 0, into);
        // SocketAddresses writes a target: there the wildcard means the loopback address.
        for (int i = 0; source.isAnyLocalAddress() && i < source.getAddress().length; i++) {
            into.bytes.put((source.getAddress().length == 4 ? 4 : 8) + i, (byte) 0);
        }
        return logged("getsockname", 0);
    }

    private int getOption(int option, NativeMemory into) {
        if (option == LibC.TCP_INFO) {
            into.bytes.put(0, (byte) state).putInt(SEGMENTS_OUT, 1);
            return logged("TCP_INFO", TcpInfo.LENGTH);
        }
        into.bytes.putInt(0, error);
        error = 0;
        return logged("SO_ERROR", Integer.BYTES);
    }

    private int send(int packets) {
        log.add("sendmmsg");
        onSend.run();
        if (sendErrno != 0) {
            return -sendErrno;
        }
        packetsSent += packets;
        return packets;
    }

    private int receive() {
        int result = haveRoutesChanged ? -Errno.ENOBUFS.number : -Errno.EAGAIN.number;
        haveRoutesChanged = false;
        return logged("recvmmsg", result);
    }

    private int logged(String call, int result) {
        log.add(call);
        return result;
    }
}
