package io.halfshake.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A queue without reminders, unless a test makes another one, and the time at which it is asked. */
abstract class SinkQueueSetup {
    static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    static final long WINDOW = 10 * SECOND;

    /** Near the end of the numbers, as System.nanoTime may be. */
    long now = Long.MAX_VALUE - SECOND;

    SinkQueue queue = queue(null, 1_000);

    static SinkQueue queue(@Nullable Duration reminder, int maxAlerts) {
        return new SinkQueue(Samples.config("x", reminder), maxAlerts, Backoff.MAX_RETRY_AFTER, new Backoff(() -> 1));
    }

    void pass(long nanos) {
        now += nanos;
    }

    List<String> poll() {
        Message message = queue.poll(now);
        return message == null ? List.of() : Samples.texts(message);
    }

    List<String> pollAndSend() {
        List<String> texts = poll();
        queue.sent(now);
        return texts;
    }

    void fail() {
        assertThat(queue.failed(SinkException.passing("HTTP 500"), now)).isZero();
    }

    List<String> pollAndRefuse(int dropped) {
        List<String> texts = poll();
        assertThat(queue.failed(SinkException.permanent("HTTP 413"), now)).isEqualTo(dropped);
        return texts;
    }
}
