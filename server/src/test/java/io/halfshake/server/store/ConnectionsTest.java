package io.halfshake.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
    private final FlakyConnector database = new FlakyConnector(Stores.memory());
    private final Connections connections = new Connections(database);

    @Test
    void connectionThatReads_isOpenedOnce() throws SQLException {
        Connection unused = connections.connect();
        Connection reading = connections.reading();
        assertThat(connections.reading()).isSameAs(reading);
        connections.close();
        assertThat(reading.isClosed()).isTrue();
    }

    /** The end does not wait for a reader. */
    @Test
    void connectionThatIsOpenedAsTheOthersAreClosed_isClosedToo() throws SQLException {
        Connection unused = connections.connect();
        database.whenOpened = connections::close;
        assertThatThrownBy(connections::reading)
                .isInstanceOf(SQLException.class)
                .hasMessage("the database cannot be reached at present");
        assertThat(database.closed).hasValue(database.opened.get());
    }

    @Test
    void requestWhoseConnectionCannotBeClosed_failsAllTheSame() throws Exception {
        Connection unused = connections.connect();
        database.closing = new NoClassDefFoundError("driver");
        HistoryReader reader = new HistoryReader(connections);
        CompletableFuture<String> result = reader.read(connection -> {
            throw new SQLException("of a test");
        });
        assertThat(result)
                .failsWithin(1, TimeUnit.MINUTES)
                .withThrowableThat()
                .withCauseInstanceOf(StoreException.class);
        reader.close();
        database.closing = null;
        connections.close();
    }

    /** What fails then is the report of a failure itself. */
    @Test
    void threadThatCannotEvenReport_goesOn() throws Exception {
        AtomicBoolean broken = new AtomicBoolean();
        CountDownLatch hit = new CountDownLatch(2);
        Losses losses = new Losses();
        Collector collector = new Collector(
                new EventBuffer(losses, 1), new MinuteBuffer(losses, 1), losses, () -> null, () -> 0, Stores.START);
        HistoryWriter writer = new HistoryWriter(
                Stores.config(),
                connections,
                collector,
                losses,
                () -> {
                    if (broken.get()) {
                        hit.countDown();
                        throw new OutOfMemoryError("of a test");
                    }
                    return Stores.START;
                },
                () -> 0);
        broken.set(true);
        StoreThread thread = new StoreThread(writer);
        thread.start();
        assertThat(hit.await(1, TimeUnit.MINUTES)).isTrue();
        broken.set(false);
        thread.close(Duration.ofMinutes(1));
        assertThat(writer.health().state()).isEqualTo(StoreHealth.State.CLOSED);
    }
}
