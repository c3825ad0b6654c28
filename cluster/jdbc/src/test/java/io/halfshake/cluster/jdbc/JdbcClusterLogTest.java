package io.halfshake.cluster.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cluster.spi.LogListener;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Without a database. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class JdbcClusterLogTest {
    /** As an application that stops all threads: the log ends. */
    private static final DataSource INTERRUPTING = (DataSource) Proxy.newProxyInstance(
            JdbcClusterLogTest.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
                Thread.currentThread().interrupt();
                throw new SQLException("of the test");
            });

    /** Of which only {@link #failed} is of interest. */
    private abstract static class Listener implements LogListener {
        @Override
        public void applied(long index, byte[] command) {}

        @Override
        public byte[] snapshot() {
            return new byte[0];
        }

        @Override
        public void restore(long index, byte[] snapshot) {}
    }

    @Test
    void logThatHasFailed_isClosedBeforeItReportsThat() {
        CompletableFuture<Boolean> isRefused = new CompletableFuture<>();
        try (JdbcClusterLog log = JdbcClusterLog.create(INTERRUPTING, "prod")) {
            log.start("a", new Listener() {
                @Override
                public void failed(Exception cause) {
                    CompletableFuture<Long> proposed = log.propose(new byte[1]).toCompletableFuture();
                    isRefused.complete(proposed.isCompletedExceptionally());
                }
            });
            assertThat(isRefused.join()).isTrue();
        }
    }
}
