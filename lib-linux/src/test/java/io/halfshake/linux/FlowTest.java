package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowTest {
    private final NativeMemory memory = new NativeMemory(SocketAddresses.MAX_LENGTH);

    private static Flow flow(InetAddress address) {
        Flow flow = new Flow();
        flow.address(address);
        flow.name(443, 40_000);
        return flow;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.77.0.5",
                "127.0.0.1",
                "128.0.0.1",
                "192.168.77.5",
                "255.255.255.254",
                "::1",
                "fd77::5",
                "fe80::ffff:ffff:ffff:ffff",
                "2001:db8:ffff:ffff:8000::"
            })
    void flowOfAReply_equalsTheFlowOfItsProbe(String text) throws UnknownHostException {
        InetAddress asked = InetAddress.getByName(text);
        SocketAddresses.write(asked, 0, memory);
        Flow answered = new Flow();
        answered.address(memory, 0, SocketAddresses.family(asked));
        answered.name(443, 40_000);

        assertThat(answered).isEqualTo(flow(asked)).hasSameHashCodeAs(flow(asked));
    }

    @Test
    void flow_differsByAddressPortAndLocalId() throws UnknownHostException {
        Flow flow = flow(InetAddress.getByName("192.168.77.5"));
        Flow otherPort = flow(InetAddress.getByName("192.168.77.5"));
        otherPort.name(444, 40_000);
        Flow otherMark = flow(InetAddress.getByName("192.168.77.5"));
        otherMark.name(443, 40_001);

        assertThat(flow).isNotEqualTo(flow(InetAddress.getByName("192.168.77.6")));
        assertThat(flow).isNotEqualTo(otherPort).isNotEqualTo(otherMark);
    }
}
