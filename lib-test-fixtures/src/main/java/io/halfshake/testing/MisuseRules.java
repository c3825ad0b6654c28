package io.halfshake.testing;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.halfshake.Checker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** It throws, at the call, with name, value and rule. */
abstract class MisuseRules extends Rules {
    private static final String TARGET = "127.0.0.1:9";

    MisuseRules(CheckerContract contract) {
        super(contract);
    }

    @Test
    @DisplayName("a timeout of zero or less")
    void zeroOrNegativeTimeout_throwsIllegalArgument() {
        try (Checker checker = checker()) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
            for (Duration timeout : List.of(Duration.ZERO, Duration.ofMillis(-1))) {
                String text = "timeout: " + timeout + " (expected > 0)";
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> checker.checkAddr(TARGET, timeout))
                        .withMessage(text);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> checker.checkAddrAsync(TARGET, timeout))
                        .withMessage(text);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> checker.check(address, timeout))
                        .withMessage(text);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> checker.checkAsync(address, timeout))
                        .withMessage(text);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> checker.checkAll(List.of(TARGET).iterator(), timeout, r -> {}))
                        .withMessage(text);
            }
        }
    }

    @Test
    @DisplayName("a text that is not a target")
    void invalidTarget_throwsIllegalArgument() {
        requirePorts();
        String form = "\"host:port\", or \"[address]:port\" for IPv6";
        try (Checker checker = checker()) {
            for (String text : List.of("db", ":80", "::1:80", "[db]:80", "http://db:80")) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> checker.checkAddr(text, PLENTY))
                        .withMessage("target: \"" + text + "\" (expected " + form + ")");
            }
            for (String text : List.of("db:0", "db:65536", "db:-1", "db:", "db:http")) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> checker.checkAddrAsync(text, PLENTY))
                        .withMessage("target: \"" + text + "\" (expected " + form + ", with a port of 1 to 65535)");
            }
        }
    }

    @Test
    @DisplayName("an address with port 0")
    void portZero_throwsIllegalArgument() {
        requirePorts();
        try (Checker checker = checker()) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> checker.check(address, PLENTY))
                    .withMessage("port: 0 (expected 1 to 65535)");
        }
    }

    @Test
    @DisplayName("null")
    @SuppressWarnings("NullAway") // That is the point.
    void nullArgument_throwsNullPointer() {
        try (Checker checker = checker()) {
            assertThatNullPointerException()
                    .isThrownBy(() -> checker.checkAddr(null, PLENTY))
                    .withMessage("target");
            assertThatNullPointerException()
                    .isThrownBy(() -> checker.check((InetSocketAddress) null, PLENTY))
                    .withMessage("address");
            assertThatNullPointerException()
                    .isThrownBy(() -> checker.checkAddr(TARGET, null))
                    .withMessage("timeout");
        }
    }
}
