package io.halfshake.cluster.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cluster.jdbc.CommandQueue.Pending;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class AppenderTest {
    private final CommandQueue queue = new CommandQueue();
    private final Wakeups wakeups = new Wakeups();
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    @Test
    void interruptOfWhatDependsOnACommandThatFails_endsNothing() throws InterruptedException {
        // Of a connection on which nothing can be prepared.
        Appender appender = new Appender(
                new FakeConnection().source(), "prod", new AtomicReference<>(), queue, wakeups, failure::set);
        CompletableFuture<Long> first = new CompletableFuture<>();
        var unused =
                first.whenComplete((index, thrown) -> Thread.currentThread().interrupt());
        assertThat(queue.add(new Pending(new byte[1], first))).isTrue();
        Thread thread = new Thread(appender);
        thread.start();
        // It waits before it tries again, or has ended.
        while (thread.isAlive() && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        wakeups.close();
        queue.close();
        thread.join();
        assertThat(first).isCompletedExceptionally();
        assertThat(failure).hasNullValue();
    }
}
