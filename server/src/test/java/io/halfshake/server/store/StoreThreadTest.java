package io.halfshake.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.server.store.FlakyConnector.Commits;
import io.halfshake.server.store.StoreHealth.State;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StoreThreadTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final FlakyConnector database = new FlakyConnector(Stores.memory());
    private final Losses losses = new Losses();
    private final EventBuffer events = new EventBuffer(losses, 10);
    private final Collector collector =
            new Collector(events, new MinuteBuffer(losses, 10), losses, () -> null, () -> 0, Stores.START);
    private final HistoryWriter writer = new HistoryWriter(
            Stores.config(), new Connections(database), collector, losses, () -> Stores.START, () -> 0);
    private final StoreThread thread = new StoreThread(writer);

    /** As where a server does not respond. */
    @Test
    void endThatTakesTooLong_isLoggedOnceWithWhatIsNotWritten() throws Exception {
        CountDownLatch waits = new CountDownLatch(1);
        CountDownLatch responds = new CountDownLatch(1);
        database.whenOpened = () -> {
            waits.countDown();
            await(responds);
        };
        thread.start();
        assertThat(waits.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        events.add(Stores.down("db:1", 10));
        events.add(Stores.up("db:1", 20));
        try (LogLines lines = new LogLines()) {
            thread.close(Duration.ofMillis(1));
            assertThat(lines.texts()).containsExactly("store: not written before the end: 2 entries");
            thread.close(Duration.ofMillis(1));
            assertThat(lines.texts()).hasSize(1);
        } finally {
            responds.countDown();
        }
        thread.close(LONG);
        assertThat(writer.health().state()).isEqualTo(State.CLOSED);
        assertThat(writer.health().waiting()).isZero();
    }

    @Test
    void endThatFails_isTriedAgain() {
        database.commits = Commits.FAIL_BEFORE;
        database.whenOpened = () -> {
            if (database.opened.get() >= 3) {
                database.commits = Commits.SUCCEED;
            }
        };
        events.add(Stores.down("db:1", 10));
        thread.start();
        thread.close(LONG);
        assertThat(writer.health().waiting()).isZero();
        assertThat(losses.events()).isZero();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("a thread that nothing interrupts", e);
        }
    }
}
