package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class LocalAddressesTest {
    private final LocalAddresses addresses = new LocalAddresses(null);

    @Test
    void addressesOfInterfaces_areContained() throws SocketException {
        assertThat(NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses))
                .isNotEmpty()
                .allMatch(addresses::contain);
    }

    @Test
    void everyLoopbackAddressAndTheWildcard_areContained() throws UnknownHostException {
        assertThat(addresses.contain(InetAddress.getByName("127.1.2.3"))).isTrue();
        assertThat(addresses.contain(InetAddress.getByName("0.0.0.0"))).isTrue();
        assertThat(addresses.contain(InetAddress.getByName("::"))).isTrue();
    }

    @Test
    void addressOfNoInterface_isNotContained() throws UnknownHostException {
        assertThat(addresses.contain(InetAddress.getByName("192.0.2.1"))).isFalse();
        assertThat(addresses.contain(InetAddress.getByName("2001:db8::1"))).isFalse();
    }
}
