package io.halfshake.cluster.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.programs.PostgresServer;
import org.junit.jupiter.api.Test;

/** A server that does not answer fails the test and does not hang it. */
class PostgresServerTest {
    @Test
    void dataSource_waitsForALimitedTime() {
        assertThat(PostgresServer.dataSource("jdbc:postgresql://127.0.0.1:1/none"))
                .extracting("connectTimeout", "loginTimeout", "socketTimeout")
                .doesNotContain(0);
    }
}
