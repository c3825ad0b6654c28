package io.halfshake.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.halfshake.cluster.Announcements.Scope;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TimeBounds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class DeliveryTest {
    private final StateFixture fixture = StateFixture.of("a");
    private final Announcements announcements = new Announcements("a", 1, Scope.OWNER);
    private final List<Runnable> tasks = new ArrayList<>();
    private final List<TargetState> first = new ArrayList<>();
    private final List<TargetState> second = new ArrayList<>();
    private boolean isRefusing;
    private boolean isConverting = true;
    private int delivered;

    private final Delivery delivery = new Delivery(
            announcements,
            List.of(
                    change -> {
                        first.add(change.to());
                        throw new IllegalStateException("of the test");
                    },
                    change -> second.add(change.to())),
            this::convert,
            this::execute,
            () -> delivered++,
            new ReentrantLock());

    private ClusterChange convert(CommittedChange change) {
        if (!isConverting) {
            throw new OutOfMemoryError("of the test");
        }
        return new ClusterChange(
                change.id(),
                change.from(),
                change.to(),
                Instant.EPOCH,
                new TimeBounds(Instant.EPOCH, Instant.EPOCH),
                null,
                null);
    }

    private void execute(Runnable task) {
        if (isRefusing) {
            throw new RejectedExecutionException("of the test");
        }
        tasks.add(task);
    }

    private void run() {
        List<Runnable> all = List.copyOf(tasks);
        tasks.clear();
        all.forEach(Runnable::run);
    }

    /** Accepted one after the other, and not delivered yet. */
    private void go(TargetState... states) {
        announcements.restored(fixture.state());
        for (TargetState state : states) {
            announcements.applied(fixture.state(), fixture.applied(fixture.report(state)));
        }
    }

    @Test
    void listenerThatThrows_keepsNeitherTheOthersNorLaterChanges() {
        go(TargetState.UP, TargetState.DOWN);
        delivery.wake();
        delivery.wake();
        run();
        assertThat(first).containsExactly(TargetState.UP, TargetState.DOWN);
        assertThat(second).isEqualTo(first);
        assertThat(delivered).isEqualTo(1);
        assertThat(announcements.marks(fixture.state())).hasSize(1);
    }

    @Test
    void changeThatNoThreadTakes_isTheNextOneAgain() {
        go(TargetState.UP, TargetState.DOWN);
        isRefusing = true;
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(delivery::wake);
        isRefusing = false;
        delivery.wake();
        run();
        assertThat(second).containsExactly(TargetState.UP, TargetState.DOWN);
    }

    @Test
    void changeForWhichThereIsNoMemory_isTheNextOneAgain() {
        go(TargetState.UP, TargetState.DOWN);
        delivery.wake();
        isConverting = false;
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(this::run);
        assertThat(second).containsExactly(TargetState.UP);
        isConverting = true;
        delivery.wake();
        run();
        assertThat(second).containsExactly(TargetState.UP, TargetState.DOWN);
    }

    @Test
    void closedDelivery_takesNoFurtherChange() {
        go(TargetState.UP, TargetState.DOWN);
        delivery.wake();
        delivery.close();
        run();
        delivery.wake();
        assertThat(tasks).isEmpty();
        assertThat(second).containsExactly(TargetState.UP);
    }
}
