package io.halfshake.linux;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The end of something, and what is to be done once it has come. Any thread. */
final class EndSignal {
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicReference<@Nullable Runnable> task = new AtomicReference<>();

    boolean isOver() {
        return over.getCount() == 0;
    }

    boolean await(long nanos) throws InterruptedException {
        return over.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Runs this once the end has come, on the thread that it comes on, or now. One at most is kept. */
    void whenOver(Runnable last) {
        task.set(last);
        if (isOver()) {
            run();
        }
    }

    /** The end has come. Never throws. */
    void over() {
        over.countDown();
        run();
    }

    private void run() {
        Runnable last = task.getAndSet(null);
        if (last != null) {
            try {
                last.run();
            } catch (RuntimeException | Error e) {
                LoopWarning.NOT_GIVEN_BACK.report(e);
            }
        }
    }
}
