package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.halfshake.testing.TcpPeer;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Every system call, through each native interface of this JDK. */
@ParameterizedClass
@MethodSource("present")
class NativeCallsTest {
    /** Waits are exact below 10 ms, by another system call. */
    private static final long SHORT_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(9);

    private static final long LONG_WAIT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final int CONCURRENT_CALLS = 500_000;

    /** No test sends from this one. */
    private static final int DISCARD_PORT = 9;

    private final NativeMemory address = new NativeMemory(SocketAddresses.MAX_LENGTH);
    private final NativeMemory value = new NativeMemory(Integer.BYTES);
    private final EpollEvents events = new EpollEvents(4);
    private final List<Integer> open = new ArrayList<>();
    private final NativeCalls calls;

    NativeCallsTest(NativeInterface nativeInterface) {
        calls = new NativeCalls(nativeInterface.libC());
    }

    static Stream<NativeInterface> present() {
        boolean hasFfm = Runtime.version().feature() >= 22;
        return hasFfm ? Stream.of(NativeInterface.FFM, NativeInterface.JNA) : Stream.of(NativeInterface.JNA);
    }

    /** Never undone: another test of this JVM may have an engine open. */
    @BeforeAll
    static void bind() {
        LibCBinding.retain();
        if (ForeignLinker.IS_PRESENT) {
            NativeInterface.JNA.bind();
        }
    }

    @AfterEach
    void close() {
        open.forEach(calls::close);
    }

    private int opened(int descriptor) {
        assertThat(descriptor).isNotNegative();
        open.add(descriptor);
        return descriptor;
    }

    private int socket(int type) {
        return opened(calls.socket(LibC.AF_INET, type, 0));
    }

    private int writeLoopback(int port) {
        return SocketAddresses.write(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), address);
    }

    private int connect(int descriptor, int port) {
        return calls.connect(descriptor, address, writeLoopback(port));
    }

    private int option(int descriptor, int level, int option) {
        value.bytes.putInt(0, -1);
        assertThat(calls.getOption(descriptor, level, option, value, Integer.BYTES))
                .isEqualTo(Integer.BYTES);
        return value.bytes.getInt(0);
    }

    private int register(int descriptor, int event) {
        int epoll = opened(calls.epollCreate());
        events.set(0, event, 42);
        assertThat(calls.epollControl(epoll, LibC.EPOLL_CTL_ADD, descriptor, events))
                .isZero();
        events.set(0, 0, 0);
        return epoll;
    }

    /** For a packet or its error, which an idle loopback interface delivers during the call that sends it. */
    private void await(int descriptor) {
        int epoll = register(descriptor, LibC.EPOLLIN);
        assertThat(calls.epollWait(epoll, events, LONG_WAIT_NANOS)).isEqualTo(1);
    }

    @Test
    void failedCall_returnsItsNegatedErrno() {
        int unbound = socket(LibC.SOCK_STREAM);

        assertThat(calls.disconnect(-1)).isEqualTo(-Errno.EBADF.number);
        assertThat(calls.socket(-1, LibC.SOCK_STREAM, 0)).isEqualTo(-Errno.EAFNOSUPPORT.number);
        assertThat(calls.setOption(unbound, LibC.IPPROTO_TCP, 12_345, value, Integer.BYTES))
                .isEqualTo(-Errno.ENOPROTOOPT.number);
        assertThat(calls.getOption(unbound, LibC.IPPROTO_TCP, 12_345, value, Integer.BYTES))
                .isEqualTo(-Errno.ENOPROTOOPT.number);
        assertThat(calls.bind(unbound, address, 1)).isEqualTo(-Errno.EINVAL.number);
        assertThat(calls.localAddress(-1, address)).isEqualTo(-Errno.EBADF.number);
        assertThat(calls.epollControl(-1, LibC.EPOLL_CTL_ADD, unbound, events)).isEqualTo(-Errno.EBADF.number);
        assertThat(calls.epollWait(-1, events, SHORT_WAIT_NANOS)).isEqualTo(-Errno.EBADF.number);
        assertThat(calls.epollWait(-1, events, 0)).isEqualTo(-Errno.EBADF.number);
        assertThat(calls.write(-1, value)).isEqualTo(-Errno.EBADF.number);
        MmsgBuffers messages = new MmsgBuffers();
        assertThat(calls.send(-1, messages, 0, 1)).isEqualTo(-Errno.EBADF.number);
        assertThat(calls.receive(-1, messages)).isEqualTo(-Errno.EBADF.number);
        assertThat(calls.receiveError(-1, messages)).isEqualTo(-Errno.EBADF.number);
    }

    @Test
    void connect_isInProgressUntilTheListenerAnswers() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int descriptor = socket(LibC.SOCK_STREAM);

            assertThat(connect(descriptor, listener.getLocalPort())).isEqualTo(-Errno.EINPROGRESS.number);
            int epoll = register(descriptor, LibC.EPOLLOUT);
            assertThat(calls.epollWait(epoll, events, LONG_WAIT_NANOS)).isEqualTo(1);
            assertThat(option(descriptor, LibC.SOL_SOCKET, LibC.SO_ERROR)).isZero();
            assertThat(calls.disconnect(descriptor)).isZero();
            assertThat(calls.epollControl(epoll, LibC.EPOLL_CTL_DEL, descriptor, events))
                    .isZero();
        }
    }

    @Test
    void connectToAClosedPort_isRefused() {
        try (TcpPeer closed = TcpPeer.refusing()) {
            int descriptor = socket(LibC.SOCK_STREAM);

            assertThat(connect(descriptor, closed.address().getPort())).isEqualTo(-Errno.EINPROGRESS.number);
            assertThat(calls.epollWait(register(descriptor, LibC.EPOLLOUT), events, LONG_WAIT_NANOS))
                    .isEqualTo(1);
            assertThat(option(descriptor, LibC.SOL_SOCKET, LibC.SO_ERROR)).isEqualTo(Errno.ECONNREFUSED.number);
        }
    }

    @Test
    void boundSocket_tellsItsAddressAndOptions() {
        int descriptor = socket(LibC.SOCK_STREAM);
        value.bytes.putInt(0, 1);

        assertThat(calls.setOption(descriptor, LibC.SOL_SOCKET, LibC.SO_REUSEADDR, value, Integer.BYTES))
                .isZero();
        assertThat(option(descriptor, LibC.SOL_SOCKET, LibC.SO_REUSEADDR)).isEqualTo(1);
        assertThat(calls.bind(descriptor, address, writeLoopback(0))).isZero();
        NativeMemory local = new NativeMemory(SocketAddresses.MAX_LENGTH);
        assertThat(calls.localAddress(descriptor, local)).isZero();
        assertThat(SocketAddresses.ipv4(local)).isEqualTo(SocketAddresses.ipv4(address));
    }

    @Test
    void messages_areSentAndReceived() {
        int receiver = socket(LibC.SOCK_DGRAM);
        assertThat(calls.bind(receiver, address, writeLoopback(0))).isZero();
        assertThat(calls.localAddress(receiver, address)).isZero();
        int sender = socket(LibC.SOCK_DGRAM);
        MmsgBuffers outgoing = new MmsgBuffers();
        for (int i = 0; i < 3; i++) {
            outgoing.packets.putInt(MmsgBuffers.packetAt(i), 100 + i);
            outgoing.names.bytes.put(MmsgBuffers.nameAt(i), address.bytes, 0, SocketAddresses.MAX_LENGTH);
            outgoing.ready(i, Integer.BYTES, 16);
        }

        assertThat(calls.send(sender, outgoing, 1, 2)).isEqualTo(2);

        MmsgBuffers incoming = new MmsgBuffers();
        await(receiver);
        assertThat(calls.receive(receiver, incoming)).isEqualTo(2);
        assertThat(incoming.received(1)).isEqualTo(Integer.BYTES);
        assertThat(incoming.packets.getInt(MmsgBuffers.packetAt(0))).isEqualTo(101);
        assertThat(incoming.packets.getInt(MmsgBuffers.packetAt(1))).isEqualTo(102);
        assertThat(calls.receive(receiver, incoming)).isEqualTo(-Errno.EAGAIN.number);
    }

    @Test
    void errorQueue_quotesThePacket() throws SocketException {
        try (DatagramSocket unreachable = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            // Its port is closed to all others, and cannot become another test's.
            unreachable.connect(InetAddress.getLoopbackAddress(), DISCARD_PORT);
            assertErrorQuoted(unreachable.getLocalPort());
        }
    }

    private void assertErrorQuoted(int port) {
        int sender = socket(LibC.SOCK_DGRAM);
        value.bytes.putInt(0, 1);
        assertThat(calls.setOption(sender, LibC.IPPROTO_IP, LibC.IP_RECVERR, value, Integer.BYTES))
                .isZero();
        MmsgBuffers messages = new MmsgBuffers();
        assertThat(calls.receiveError(sender, messages)).isEqualTo(-Errno.EAGAIN.number);
        int length = writeLoopback(port);
        messages.names.bytes.put(0, address.bytes, 0, length);
        messages.ready(0, Integer.BYTES, length);
        assertThat(calls.send(sender, messages, 0, 1)).isEqualTo(1);

        messages.empty(1);
        await(sender);
        assertThat(calls.receiveError(sender, messages)).isEqualTo(Integer.BYTES);
        assertThat(messages.received(0)).isEqualTo(Integer.BYTES);
        int at = messages.findControl(0, LibC.IPPROTO_IP, LibC.IP_RECVERR);
        assertThat(messages.control().getInt(at)).isEqualTo(Errno.ECONNREFUSED.number);
    }

    @Test
    void eventFd_endsAWait() {
        int descriptor = opened(calls.eventFd());
        int epoll = register(descriptor, LibC.EPOLLIN);
        NativeMemory one = new NativeMemory(Long.BYTES);
        one.bytes.putLong(0, 1);

        assertThat(calls.epollWait(epoll, events, 0)).isZero();
        assertThat(calls.epollWait(epoll, events, SHORT_WAIT_NANOS)).isZero();
        assertThat(calls.write(descriptor, one)).isEqualTo(Long.BYTES);
        assertThat(calls.epollWait(epoll, events, SHORT_WAIT_NANOS)).isEqualTo(1);
        assertThat(calls.epollWait(epoll, events, LONG_WAIT_NANOS)).isEqualTo(1);
        assertThat(calls.epollWait(epoll, events, -1)).isEqualTo(1);
        assertThat(events.data(0)).isEqualTo(42);
    }

    @Test
    void clockAndLimit_areThoseOfTheJvm() {
        assertThat(calls.descriptorLimit()).isPositive();
        assertThat(TimeUnit.NANOSECONDS.toDays(calls.wallNanos()))
                .isCloseTo(TimeUnit.MILLISECONDS.toDays(System.currentTimeMillis()), within(1L));
    }

    /** As a task for a loop is: by another thread than that of the loop. */
    @Test
    void concurrentWrite_hasAnErrnoOfItsOwn() {
        int epoll = opened(calls.epollCreate());
        CompletableFuture<Integer> writer = CompletableFuture.supplyAsync(() -> {
            int wrong = 0;
            for (int i = 0; i < CONCURRENT_CALLS; i++) {
                wrong += calls.write(epoll, value) == -Errno.EINVAL.number ? 0 : 1;
            }
            return wrong;
        });

        int wrong = 0;
        while (!writer.isDone()) {
            wrong += calls.disconnect(-1) == -Errno.EBADF.number ? 0 : 1;
        }

        assertThat(writer.join()).isZero();
        assertThat(wrong).isZero();
    }
}
