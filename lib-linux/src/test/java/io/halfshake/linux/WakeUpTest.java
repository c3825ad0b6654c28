package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WakeUpTest {
    private static final long TIMEOUT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final FakeEpoll epoll = new FakeEpoll();
    private final WakeUp wakeUp = new WakeUp(epoll);

    @Test
    void lateWakeUp_isNotWrittenToAClosedDescriptor() {
        wakeUp.beforeSleep();
        wakeUp.close();
        wakeUp.close();

        wakeUp.wake();

        assertThat(epoll.wakeUps).isZero();
        assertThat(epoll.closed).containsExactly(FakeEpoll.EVENT_FD);
    }

    @Test
    void failedWakeUp_isNotReliedOnByAnotherThread() throws InterruptedException {
        Thread second = new Thread(wakeUp::wake);
        wakeUp.beforeSleep();
        epoll.resultOfWrite = -Errno.ENOMEM.number;
        epoll.duringWrite = () -> {
            epoll.duringWrite = () -> {};
            epoll.resultOfWrite = Long.BYTES;
            second.start();
            awaitBlockedOrEnded(second);
        };

        assertThatThrownBy(wakeUp::wake).hasMessage("write(eventfd) failed: ENOMEM (12)");
        second.join();

        assertThat(epoll.wakeUps).isEqualTo(2);
    }

    private static void awaitBlockedOrEnded(Thread thread) {
        long deadline = System.nanoTime() + TIMEOUT_NANOS;
        while (thread.isAlive() && thread.getState() != Thread.State.BLOCKED && deadline - System.nanoTime() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void wakeUpThatEndsInTheNextSleep_doesNotKeepThatFromBeingEnded() {
        wakeUp.beforeSleep();
        epoll.duringWrite = () -> {
            epoll.duringWrite = () -> {};
            wakeUp.afterSleep();
            wakeUp.beforeSleep();
        };

        wakeUp.wake();
        wakeUp.wake();
        wakeUp.wake();

        assertThat(epoll.wakeUps).isEqualTo(2);
    }
}
