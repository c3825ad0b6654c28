package io.halfshake.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Reminders that wait while a maintenance window is open. */
class SinkQueuePauseTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long WINDOW = 10 * SECOND;
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);
    private static final String A = Alert.key("a:1");
    private static final String B = Alert.key("b:1");

    private final SinkQueue queue = new SinkQueue(
            Samples.config("x", Duration.ofHours(1)), 1_000, Backoff.MAX_RETRY_AFTER, new Backoff(() -> 1));
    private long now = -SECOND;

    private List<String> pollAfter(long nanos) {
        now += nanos;
        Message message = queue.poll(now);
        if (message == null) {
            return List.of();
        }
        queue.sent(now);
        return Samples.texts(message);
    }

    private void sendBoth() {
        queue.add(Samples.down("a:1"), now);
        queue.add(Samples.down("b:1"), now);
        assertThat(pollAfter(WINDOW)).containsExactly("a:1 firing", "b:1 firing");
    }

    @Test
    void pausedAlert_isNotRemindedOf() {
        sendBoth();
        queue.pauseReminders(Set.of(A), now);
        assertThat(pollAfter(HOUR)).containsExactly("b:1 firing");
        queue.pauseReminders(Set.of(A, B), now);
        assertThat(queue.dueIn(now + 10 * HOUR)).isEqualTo(SinkQueue.NEVER);
        assertThat(pollAfter(10 * HOUR)).isEmpty();
    }

    @Test
    void reminder_comesAfterItsTimeOnceItIsNoLongerPaused() {
        sendBoth();
        queue.pauseReminders(Set.of(A), now);
        assertThat(pollAfter(HOUR)).containsExactly("b:1 firing");
        now += HOUR / 2;
        queue.pauseReminders(Set.of(), now);
        assertThat(queue.dueIn(now)).isEqualTo(HOUR / 2);
        assertThat(pollAfter(HOUR / 2)).containsExactly("b:1 firing");
        assertThat(queue.dueIn(now)).isEqualTo(HOUR / 2);
        assertThat(pollAfter(HOUR / 2)).containsExactly("a:1 firing");
    }

    @Test
    void change_isSentAlthoughItsRemindersArePaused() {
        sendBoth();
        queue.pauseReminders(Set.of(A, B), now);
        queue.add(Samples.up("a:1"), now);
        assertThat(pollAfter(WINDOW)).containsExactly("a:1 resolved");
        queue.pauseReminders(Set.of(), now);
        assertThat(pollAfter(HOUR)).as("what has ended is over").containsExactly("b:1 firing");
    }

    @Test
    void messageUnderWay_isFinished() {
        queue.add(Samples.down("a:1"), now);
        now += WINDOW;
        assertThat(Samples.texts(queue.poll(now))).containsExactly("a:1 firing");
        queue.pauseReminders(Set.of(A), now);
        queue.sent(now);
        assertThat(pollAfter(2 * HOUR)).isEmpty();
        queue.pauseReminders(Set.of(), now);
        assertThat(pollAfter(HOUR)).containsExactly("a:1 firing");
    }

    @Test
    void failedReminderOfAPausedAlert_isNotTriedAgain() {
        sendBoth();
        now += HOUR;
        assertThat(Samples.texts(queue.poll(now))).containsExactly("a:1 firing", "b:1 firing");
        queue.pauseReminders(Set.of(A, B), now);
        assertThat(queue.failed(SinkException.passing("HTTP 500"), now)).isZero();
        assertThat(pollAfter(10 * HOUR)).isEmpty();
    }
}
