package io.halfshake.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("others make handshakes and servers, which read the properties")
class ServerPropertiesTest {
    private static final String RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";
    private static final String CONNECTIONS = "jdk.httpserver.maxConnections";

    @AfterEach
    void setAsTheyWere() {
        for (String name : new String[] {RENEGOTIATION, CONNECTIONS}) {
            System.clearProperty(name);
        }
        ServerProperties.set();
    }

    /** The first handshake of the process may be one of a listener that is there before the server. */
    @Test
    void listenerOfTls_setsThemBeforeItsHandshakes() throws Exception {
        System.clearProperty(RENEGOTIATION);

        new TlsListener(TestCertificate.of("watcher").forServer(), TlsLimits.DEFAULT).close();

        assertThat(System.getProperty(RENEGOTIATION)).isEqualTo("true");
    }

    @Test
    void propertyOfTheCommandLine_stays() {
        System.setProperty(CONNECTIONS, "7");

        ServerProperties.set();

        assertThat(System.getProperty(CONNECTIONS)).isEqualTo("7");
    }
}
