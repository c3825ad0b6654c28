package io.halfshake.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Limits of the JDK's server that take their time. */
class LimitsIT {
    /** Without the limit, the read ends by a timeout of its own, which is longer. */
    @Test
    void halfRequest_isClosedInTime() throws Exception {
        try (WebServer server = Servers.withPage();
                RawClient half = new RawClient(server.address()).send("GET /page HTTP/1.1\r\nHost: x\r\n")) {
            assertThat(half.isClosedByServer()).isTrue();
        }
    }

    @Test
    void bodyThatDoesNotCome_isNotWaitedForLonger() throws Exception {
        try (WebServer server = Servers.withPage();
                RawClient half = new RawClient(server.address())
                        .send("GET /page HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n")) {
            assertThat(half.reply().status()).isEqualTo(200);
            assertThat(half.isClosedByServer()).isTrue();
        }
    }
}
