package io.halfshake.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.halfshake.cluster.ClusterStatus.Role;
import io.halfshake.monitor.time.MonitorTime;
import io.halfshake.testing.FakeChecker;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What a member makes of its log, and when it closes it. */
@ResourceLock(LogLines.LOCK)
class MemberAndLogTest {
    private static final long OWN = 1;
    private static final long OTHER = 2;

    private final FakeChecker checker = FakeChecker.create();
    private final ProcessTime time = new ProcessTime(checker.time(), Duration.ZERO);
    private final StubLog log = new StubLog();
    private boolean isRefusing;
    private final ClusterMonitor monitor = monitor();

    private ClusterMonitor monitor() {
        ClusterMonitorBuilder builder = ClusterMonitor.builder(checker, log).member("a");
        builder.time = time;
        builder.callbacks = this::execute;
        builder.incarnation = OWN;
        return builder.build();
    }

    private void execute(Runnable task) {
        if (isRefusing) {
            throw new RejectedExecutionException("of the test");
        }
        time.execute(task);
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
    void log_isStartedWithTheNameOfItsMember() {
        assertThat(log.member()).isEqualTo("a");
    }

    @Test
    void memberThatIsReplaced_closesItsLog() {
        join(1, OWN);
        assertThat(monitor.status().role()).isEqualTo(Role.MEMBER);
        assertThat(log.isClosed()).isFalse();

        join(2, OTHER);
        assertThat(monitor.status().role()).isEqualTo(Role.REPLACED);
        assertThat(log.isClosed())
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
        assertThat(log.isClosed()).isTrue();
    }

    @Test
    void memberThatHasFailed_closesItsLogWithoutAThreadForIt() {
        join(1, OWN);
        CompletableFuture<Void> left = monitor.leave().toCompletableFuture();
        isRefusing = true;
        log.started().failed(new IllegalStateException("of the test"));
        checker.time().advance(Duration.ofSeconds(1));
        assertThat(log.isClosed()).isTrue();
        assertThat(left).isCompleted();
    }

    @Test
    void memberThatIsReplaced_closesItsLogWithoutAThreadForIt() {
        join(1, OWN);
        isRefusing = true;
        join(2, OTHER);
        assertThat(log.isClosed()).isTrue();
    }

    @Test
    void commandThatCannotBeApplied_isLeftToTheLogToReport() throws Exception {
        log.apply(1, new Command.Join(0, "a", "", OWN, CommandFormat.VERSION + 1, 0));
        byte[] later = CommandFormat.encode(new Command.Drain(0, "a", 1));
        later[0] = CommandFormat.VERSION + 1;
        try (LogLines lines = new LogLines()) {
            IllegalStateException thrown = catchThrowableOfType(
                    IllegalStateException.class, () -> log.started().applied(2, later));
            assertThat(thrown).hasMessageStartingWith("version: 2");
            assertThat(monitor.status().role()).isEqualTo(Role.MEMBER);
            assertThat(lines.take()).isEmpty();

            log.started().failed(thrown);
            assertThat(monitor.status().role()).isEqualTo(Role.FAILED);
            assertThat(lines.take())
                    .containsExactly("SEVERE cluster member a cannot follow what is accepted, and has failed");
        }
    }

    @Test
    void changesOfAMember_areLogged() throws Exception {
        try (LogLines lines = new LogLines()) {
            join(1, OWN);
            assertThat(lines.take()).containsExactly("INFO cluster member a: joined");
            log.lead(true);
            checker.time().advance(Duration.ofSeconds(1));
            assertThat(lines.take()).containsExactly("INFO cluster member a: leader");
            log.lead(false);
            checker.time().advance(Duration.ofSeconds(1));
            assertThat(lines.take()).containsExactly("INFO cluster member a: no longer leader");

            Instant since = Instant.parse("2000-01-01T00:00:00Z");
            checker.time().advance(Duration.ofSeconds(30));
            assertThat(lines.take())
                    .containsExactly("WARNING cluster member a: no quorum since " + since + ", nothing is announced");
            log.acceptAll();
            checker.time().advance(Duration.ofMillis(100));
            assertThat(lines.take()).containsExactly("INFO cluster member a: quorum again");
        }
    }

    @Test
    void endOfAMember_isLogged() throws Exception {
        try (LogLines lines = new LogLines()) {
            join(1, OWN);
            long epoch = monitor.status().epoch();
            log.apply(2, new Command.Drain(0, "a", epoch));
            checker.time().advance(Duration.ofSeconds(1));
            log.apply(3, new Command.Leave(0, "a", epoch, true));
            checker.time().advance(Duration.ofSeconds(1));
            assertThat(lines.take())
                    .containsExactly(
                            "INFO cluster member a: joined",
                            "INFO cluster member a: leaving",
                            "INFO cluster member a: left");
        }
    }

    @Test
    void memberThatIsReplacedOrJoinsAnew_isLogged() throws Exception {
        try (LogLines lines = new LogLines()) {
            join(1, OWN);
            log.apply(2, new Command.Leave(0, "a", monitor.status().epoch(), false));
            checker.time().advance(Duration.ofSeconds(1));
            join(3, OWN);
            join(4, OTHER);
            assertThat(lines.take())
                    .containsExactly(
                            "INFO cluster member a: joined",
                            "INFO cluster member a: removed while it was not seen, joins again",
                            "INFO cluster member a: joined",
                            "WARNING cluster member a: replaced by another process of this name, takes part no more");
        }
    }

    /** Of which the second thread cannot be started. */
    private final class OneThread implements MonitorTime {
        private int started;
        private int closed;

        @Override
        public long nanoTime() {
            return time.nanoTime();
        }

        @Override
        public Instant wallTime() {
            return time.wallTime();
        }

        @Override
        public Drive drive(LongSupplier turn) {
            if (started > 0) {
                throw new OutOfMemoryError("of the test");
            }
            started++;
            return new Drive() {
                @Override
                public void wake() {}

                @Override
                public void close() {
                    closed++;
                }
            };
        }
    }

    @Test
    void memberForWhichThereIsNoThread_leavesNothingOpen() {
        OneThread oneThread = new OneThread();
        ClusterMonitorBuilder builder =
                ClusterMonitor.builder(checker, new StubLog()).member("b");
        builder.time = oneThread;
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(builder::build);
        assertThat(oneThread.started).isEqualTo(1);
        assertThat(oneThread.closed).isEqualTo(1);
    }
}
