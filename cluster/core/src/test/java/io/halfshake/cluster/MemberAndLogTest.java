package io.halfshake.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.cluster.ClusterStatus.Role;
import io.halfshake.cluster.spi.ClusterLog;
import io.halfshake.cluster.spi.LogListener;
import io.halfshake.testing.FakeChecker;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a member makes of its log, and when it closes it. */
class MemberAndLogTest {
    private static final long OWN = 1;
    private static final long OTHER = 2;

    /** Accepts nothing by itself. */
    private static final class StubLog implements ClusterLog {
        private @Nullable String member;
        private @Nullable LogListener listener;
        private boolean isClosed;

        @Override
        public void start(String name, LogListener toApply) {
            member = name;
            listener = toApply;
        }

        @Override
        public CompletionStage<Long> propose(byte[] command) {
            return new CompletableFuture<>();
        }

        @Override
        public Set<String> view() {
            return Set.of();
        }

        @Override
        public boolean isLeader() {
            return false;
        }

        @Override
        public void close() {
            isClosed = true;
        }

        LogListener started() {
            return Objects.requireNonNull(listener);
        }

        void apply(long index, Command command) {
            started().applied(index, CommandFormat.encode(command));
        }
    }

    private final FakeChecker checker = FakeChecker.create();
    private final StubLog log = new StubLog();
    private final ClusterMonitor monitor = monitor();

    private ClusterMonitor monitor() {
        ProcessTime time = new ProcessTime(checker.time(), Duration.ZERO);
        ClusterMonitorBuilder builder = ClusterMonitor.builder(checker, log).member("a");
        builder.time = time;
        builder.callbacks = time;
        builder.incarnation = OWN;
        return builder.build();
    }

    @AfterEach
    void close() {
        monitor.close();
        checker.close();
    }

    private void join(long index, long incarnation) {
        log.apply(
                index,
                new Command.Join(
                        0,
                        "a",
                        "",
                        incarnation,
                        CommandFormat.VERSION,
                        monitor.status().epoch()));
        checker.time().advance(Duration.ofSeconds(1));
    }

    @Test
    void log_isToldTheNameOfItsMember() {
        assertThat(log.member).isEqualTo("a");
    }

    @Test
    void memberThatIsReplaced_closesItsLog() {
        join(1, OWN);
        assertThat(monitor.status().role()).isEqualTo(Role.MEMBER);
        assertThat(log.isClosed).isFalse();

        join(2, OTHER);
        assertThat(monitor.status().role()).isEqualTo(Role.REPLACED);
        assertThat(log.isClosed)
                .as("so that the name is not seen on its account")
                .isTrue();
    }

    @Test
    void memberThatIsReplaced_refusesRequests() {
        join(1, OWN);
        join(2, OTHER);
        assertThatThrownBy(() -> monitor.add("db:5432"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("member a: REPLACED (expected one that takes part)");
    }

    @Test
    void snapshotThatCannotBeRead_isLeftToTheLogToReport() {
        assertThatThrownBy(() -> log.started().restore(1, new byte[1])).isInstanceOf(IllegalArgumentException.class);
        assertThat(monitor.status().role()).isEqualTo(Role.JOINING);
    }

    @Test
    void withoutAQuorum_itIsSinceTheSameMomentEachTime() {
        checker.time().advance(Duration.ofSeconds(30));
        Instant since = Objects.requireNonNull(monitor.status().noQuorumSince());
        checker.time().advance(Duration.ofMillis(333));
        assertThat(monitor.status().noQuorumSince()).isEqualTo(since);
    }

    @Test
    void memberOfALogThatCannotGoOn_hasFailedAndStaysSo() {
        join(1, OWN);
        CompletableFuture<Boolean> added = monitor.add("db:5432").toCompletableFuture();
        CompletableFuture<Void> left = monitor.leave().toCompletableFuture();
        log.started().failed(new IllegalStateException("log: ends at index 0 (expected 1 or higher)"));
        checker.time().advance(Duration.ofSeconds(1));

        assertThat(monitor.status().role()).isEqualTo(Role.FAILED);
        assertThat(added).isCompletedExceptionally();
        assertThat(left).isCompleted();
        assertThat(log.isClosed).isTrue();
    }
}
