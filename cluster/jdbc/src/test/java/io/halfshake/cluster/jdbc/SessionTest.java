package io.halfshake.cluster.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SessionTest {
    private static final String AS_IT_WAS = "false " + Connection.TRANSACTION_SERIALIZABLE + " 77000";

    private final FakeConnection connection = new FakeConnection();

    private void assertFails(String message) {
        assertThatThrownBy(() -> Session.open(connection.source(), "prod", new AtomicReference<>()))
                .isInstanceOf(SQLException.class)
                .hasMessage(message);
    }

    @Test
    void statements_haveTenSecondsForTheNetworkAndSeeWhatIsCommitted() {
        assertFails("no prepareStatement");
        assertThat(connection.inUse()).isEqualTo("true " + Connection.TRANSACTION_READ_COMMITTED + " 10000");
    }

    @Test
    void connectionOnWhichNothingWorks_isGivenBackAsItWas() {
        assertFails("no prepareStatement");
        assertThat(connection.ended()).containsExactly("close: " + AS_IT_WAS);
    }

    @Test
    void connectionThatCannotBeConfigured_isGivenBackAsItWas() {
        connection.fail("getTransactionIsolation");
        assertFails("getTransactionIsolation fails");
        assertThat(connection.ended()).containsExactly("close: " + AS_IT_WAS);
    }

    @Test
    void connectionThatCannotBeRolledBack_isGivenBackAsItWas() {
        connection.fail("rollback");
        assertFails("rollback fails");
        assertThat(connection.ended()).containsExactly("close: " + AS_IT_WAS);
    }

    @Test
    void connectionThatCannotBeRestored_isAborted() {
        connection.fail("setAutoCommit");
        assertFails("setAutoCommit fails");
        assertThat(connection.ended()).hasSize(2);
        assertThat(connection.ended().get(0)).startsWith("abort: ");
    }

    @Test
    void connectionOfWhichTheSettingsCannotBeRead_isNotChanged() {
        connection.fail("getAutoCommit");
        assertFails("getAutoCommit fails");
        assertThat(connection.ended()).containsExactly("close: " + AS_IT_WAS);
    }
}
