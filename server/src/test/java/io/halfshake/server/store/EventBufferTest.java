package io.halfshake.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.server.store.HistoryEvent.Removed;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventBufferTest {
    private final Losses losses = new Losses();
    private final EventBuffer buffer = new EventBuffer(losses, 2);

    private static Removed event(int second) {
        return new Removed("db:1", Instant.ofEpochSecond(second));
    }

    @Test
    void events_areTakenInOrder() {
        buffer.add(event(1));
        buffer.add(event(2));
        assertThat(buffer.take(1)).containsExactly(event(1));
        assertThat(buffer.size()).isEqualTo(1);
        buffer.add(event(3));
        assertThat(buffer.take(10)).containsExactly(event(2), event(3));
        assertThat(buffer.take(10)).isEmpty();
        assertThat(losses.events()).isZero();
        assertThat(losses.take()).isNull();
    }

    @Test
    void eventsBeyondTheBound_areCountedOnceUntilTheyAreTaken() {
        for (int second = 1; second <= 4; second++) {
            buffer.add(event(second));
        }
        assertThat(buffer.take(10)).containsExactly(event(1), event(2));
        Loss loss = losses.take();
        assertThat(loss).isEqualTo(new Loss(Instant.ofEpochSecond(3), Instant.ofEpochSecond(4), 2, 0));
        assertThat(losses.take()).isNull();
        if (loss != null) {
            losses.again(loss);
        }
        losses.event(Instant.ofEpochSecond(1));
        assertThat(losses.take()).isEqualTo(new Loss(Instant.ofEpochSecond(1), Instant.ofEpochSecond(4), 3, 0));
        assertThat(losses.events()).isEqualTo(3);
    }
}
