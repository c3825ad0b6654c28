package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.halfshake.CheckResult;
import io.halfshake.Handshake;
import io.halfshake.UnknownReason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class MonitorTest {
    private final HandTime time = new HandTime();
    private final List<CompletableFuture<CheckResult>> asked = new ArrayList<>();
    private final Monitor monitor = Monitor.builder(new MonitorTestChecker((target, timeout) -> {
                CompletableFuture<CheckResult> check = new CompletableFuture<>();
                asked.add(check);
                return check;
            }))
            .time(time)
            .jitter(0)
            .build();

    private TargetStatus status() {
        TargetStatus status = monitor.status("db:80");
        if (status == null) {
            throw new AssertionError("it is watched");
        }
        return status;
    }

    private static CheckResult up() {
        return MonitorSamples.up("db:80", MonitorSamples.address("db", 1));
    }

    @Test
    void checkThatNeverEnds_isAbandonedAndTheNextStarts() {
        monitor.add("db:80");
        time.pass(Duration.ofMillis(2_100));

        assertThat(asked).hasSize(1);
        assertThat(asked.get(0)).isCancelled();
        assertThat(monitor.stats().overdue()).isEqualTo(1);
        assertThat(monitor.stats().inFlight()).isZero();
        assertThat(status().last()).isInstanceOfSatisfying(CheckResult.Unknown.class, unknown -> {
            assertThat(unknown.reason()).isEqualTo(UnknownReason.STALLED);
            assertThat(unknown.cause())
                    .isInstanceOf(TimeoutException.class)
                    .hasMessage("the checker gave no result within the timeout of 1.00 s");
            assertThat(unknown.evidence().handshake()).isEqualTo(Handshake.FULL);
        });
        time.pass(Duration.ofSeconds(3));
        assertThat(asked).hasSize(2);
    }

    @Test
    void answerOfAnAbandonedCheck_isIgnored() {
        monitor.add("db:80");
        time.pass(Duration.ofMillis(2_100));
        asked.get(0).obtrudeValue(up());
        time.pass(Duration.ofSeconds(3));
        asked.get(1).complete(up());

        assertThat(status().counts().up()).isEqualTo(1);
        assertThat(status().counts().unknowns()).isEqualTo(1);
        assertThat(status().state()).isEqualTo(TargetState.UP);
    }

    @Test
    void failedOrCancelledFuture_countsAsUnknown() {
        monitor.add("db:80");
        time.pass(Duration.ofMillis(10));
        asked.get(0).completeExceptionally(new IllegalStateException("as it should in this test"));
        time.pass(Duration.ofSeconds(5));
        asked.get(1).cancel(true);

        assertThat(status().counts().unknown()).containsEntry(UnknownReason.LOCAL_FAILURE, 2L);
        assertThat(status().state()).isEqualTo(TargetState.UNKNOWN);
    }

    @Test
    void checkerThatThrowsACheckedException_countsAsUnknown() {
        Monitor broken = Monitor.builder(new MonitorTestChecker(
                        (target, timeout) -> MonitorTestChecker.fail(new IOException("as it should in this test"))))
                .time(time)
                .build();
        broken.add("db:80");
        time.pass(Duration.ofMillis(10));

        assertThat(broken.stats().inFlight()).isZero();
        assertThat(broken.stats().checks().unknown()).containsEntry(UnknownReason.LOCAL_FAILURE, 1L);
    }

    @Test
    void close_cancelsRunningChecks() {
        monitor.add("db:80");
        time.pass(Duration.ofMillis(10));
        monitor.close();

        assertThat(asked).singleElement().satisfies(check -> assertThat(check).isCancelled());
        assertThat(monitor.stats().inFlight()).isZero();
        assertThat(status().counts().unknowns()).isZero();
    }

    @Test
    void hostWithoutAPort_needsAHostChecker() {
        String host = "2001:db8::1";
        assertThatIllegalArgumentException().isThrownBy(() -> monitor.add(host));
        Monitor ofHosts = Monitor.builder(new MonitorTestChecker(
                        (target, timeout) -> CompletableFuture.completedFuture(
                                MonitorSamples.up(target, new InetSocketAddress(target, 0))),
                        true))
                .time(time)
                .build();
        ofHosts.add(host);
        time.pass(Duration.ofSeconds(1));

        assertThat(ofHosts.snapshot().targets())
                .singleElement()
                .satisfies(status -> assertThat(status.state()).isEqualTo(TargetState.UP));
    }
}
