package io.halfshake.testing;

import static io.halfshake.testing.HalfshakeAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import java.net.ProxySelector;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A late answer, a reflected packet, another host's packet, a failure of this host. */
abstract class ConfusionRules extends Rules {
    ConfusionRules(CheckerContract contract) {
        super(contract);
    }

    @Test
    @DisplayName("a port that opens and closes is reported as it is each time")
    void portThatOpensAndCloses_givesNoStaleAnswer() {
        try (TcpPeer peer = peer(PeerKind.REFUSING);
                Checker checker = checker()) {
            for (int i = 0; i < 50; i++) {
                peer.goUp();
                assertThat(checker.checkAddr(peer.target(), PLENTY)).isUp();
                peer.goDown();
                assertThat(checker.checkAddr(peer.target(), PLENTY)).isRefused();
            }
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux is known to connect a socket to itself this often")
    @DisplayName("a socket that the kernel connected to itself is not Up")
    void selfConnectedSocket_isNotUp() {
        requirePorts();
        try (Checker checker = checker()) {
            String target = "127.0.0.1:" + EphemeralPorts.closedOne();
            AtomicLong up = new AtomicLong();
            checker.checkAll(
                    Collections.nCopies(contract.selfConnectAttempts(), target).iterator(),
                    PLENTY,
                    result -> up.addAndGet(result.isUp() ? 1 : 0));

            assertThat(up)
                    .as("checks of the closed port %s that were Up", target)
                    .hasValue(0);
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere a broadcast address may fail in other ways")
    @DisplayName("an address that no SYN can be sent to is Unknown, never Down")
    void localFailure_isUnknown() {
        requirePorts();
        try (Checker checker = checker()) {
            // The loopback network's broadcast address: the kernel refuses to send, and nothing leaves this machine.
            CheckResult result = checker.checkAddr("127.255.255.255:9", PLENTY);

            assertThat(result).isUnknown().hasNoRoundTrip().tookLessThan(PLENTY);
        }
    }

    @Test
    @ResourceLock("java.net.ProxySelector.default")
    @DisplayName("the proxy settings of the JVM are ignored")
    void proxySettings_areIgnored() {
        try (TcpPeer peer = peer(PeerKind.ACCEPTING);
                TcpPeer noProxy = TcpPeer.refusing();
                Checker checker = checker()) {
            ProxySelector before = ProxySelector.getDefault();
            ProxySelector.setDefault(new OneTargetProxy(before, peer.address(), noProxy.address()));
            try {
                assertThat(checker.checkAddr(peer.target(), PLENTY)).isUp();
            } finally {
                ProxySelector.setDefault(before);
            }
        }
    }
}
