package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.spi.EngineAvailability;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A builder that fails leaves nothing behind, however far it came. */
@Timeout(120)
class CheckerBuilderTest {
    /** Returns its capacity a number of times, and then throws. */
    private static final class Broken extends IdleEngine {
        private int left;
        private boolean closed;

        Broken(int left) {
            super(Handshake.HALF, 10);
            this.left = left;
        }

        @Override
        public int capacity() {
            if (left-- == 0) {
                throw new IllegalStateException("capacity: unknown (thrown by a test)");
            }
            return super.capacity();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void failedBuild_closesTheEngineAndEndsItsThreads(int before) throws InterruptedException {
        Broken engine = new Broken(before);
        FakeProvider provider = new FakeProvider(() -> EngineAvailability.available(Handshake.HALF, List.of()));
        provider.engine = () -> engine;
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Integer> threadsLeft = new AtomicReference<>();
        // Threads belong to the group of the one that makes them.
        ThreadGroup group = new ThreadGroup("builder");
        Thread thread = new Thread(group, () -> {
            try {
                Checker.builder().engine(provider).build();
            } catch (RuntimeException e) {
                thrown.set(e);
            }
            threadsLeft.set(group.activeCount() - 1);
        });
        thread.start();
        thread.join();

        assertThat(thrown.get()).hasStackTraceContaining("capacity: unknown (thrown by a test)");
        assertThat(engine.closed).isTrue();
        assertThat(threadsLeft.get()).isZero();
    }
}
