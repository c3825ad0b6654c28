package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ports that are held and sockets that send are made up here, and no loop is needed. */
@SuppressWarnings("NullAway")
class SynFormatTest {
    private static final int PORTS = 100;

    private final SystemCalls calls = (SystemCalls) Proxy.newProxyInstance(
            SystemCalls.class.getClassLoader(), new Class<?>[] {SystemCalls.class}, (proxy, method, values) -> 0);
    private final ReservedPorts ports = new ReservedPorts(calls, new ReservedPorts.Range(40_000, 50_000), PORTS);
    private final SynFormat format = new SynFormat(calls, SocketOptions.NONE, 1, ports);
    private final PacketSocket socket = new PacketSocket(null, calls, 0, LibC.AF_INET);

    private Transmission transmission(int port) {
        InetSocketAddress target = new InetSocketAddress(address(), port);
        PacketProbe probe = new PacketProbe(new CountingProbe(target, new Injector(Injector.NEVER)), null, port);
        probe.socket = socket;
        Transmission transmission = new Transmission(probe);
        format.assignLocalId(transmission, socket);
        probe.add(transmission);
        socket.flows.put(transmission, transmission);
        return transmission;
    }

    private static InetAddress address() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertNoMarkIsLeft() {
        assertThatExceptionOfType(SystemCallException.class)
                .isThrownBy(() -> transmission(80))
                .withMessage("bind(2) failed: EADDRINUSE (98)");
    }

    /** With 16,384 ports a search takes a millisecond, and thousands may be waiting. */
    @Test
    void targetWithoutAFreeLocalId_isSearchedOncePerBatch() {
        List<Transmission> onTheirWay = new ArrayList<>();
        for (int i = 0; i < PORTS; i++) {
            onTheirWay.add(transmission(80));
        }
        assertNoMarkIsLeft();

        onTheirWay.get(0).probe.abandon();

        assertNoMarkIsLeft();
        assertThat(transmission(81).localId()).isPositive();
        format.newBatch();
        assertThat(transmission(80).localId()).isEqualTo(onTheirWay.get(0).localId());
        assertNoMarkIsLeft();
    }
}
