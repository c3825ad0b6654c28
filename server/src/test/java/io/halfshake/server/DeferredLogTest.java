package io.halfshake.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cluster.spi.ClusterLog;
import io.halfshake.cluster.spi.LogListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class DeferredLogTest {
    private final List<String> calls = new ArrayList<>();
    private final DeferredLog log = new DeferredLog(new RecordingLog());

    private final class RecordingLog implements ClusterLog {
        @Override
        public void start(String member, LogListener listener) {
            calls.add("start " + member + (listener == LISTENER ? "" : " with another listener"));
        }

        @Override
        public CompletionStage<Long> propose(byte[] command) {
            return CompletableFuture.completedStage(7L);
        }

        @Override
        public Set<String> view() {
            return Set.of("a");
        }

        @Override
        public boolean isLeader() {
            return true;
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }

    private static final LogListener LISTENER = new LogListener() {
        @Override
        public void applied(long index, byte[] command) {}

        @Override
        public byte[] snapshot() {
            return new byte[0];
        }

        @Override
        public void restore(long index, byte[] snapshot) {}

        @Override
        public void failed(Exception cause) {}
    };

    @Test
    void logThatIsNotOpen_isNotStarted() {
        log.start("a", LISTENER);

        assertThat(calls).isEmpty();
        assertThat(log.view()).isEmpty();
        assertThat(log.isLeader()).isFalse();
        assertThat(log.propose(new byte[1]).toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void logThatIsOpen_isTheOther() {
        log.start("a", LISTENER);
        log.open();

        assertThat(calls).containsExactly("start a");
        assertThat(log.view()).containsExactly("a");
        assertThat(log.isLeader()).isTrue();
        assertThat(log.propose(new byte[1]).toCompletableFuture()).isCompletedWithValue(7L);
    }

    @Test
    void close_closesTheOtherAlsoIfItIsNotOpen() {
        log.start("a", LISTENER);
        log.close();

        assertThat(calls).containsExactly("close");
    }
}
