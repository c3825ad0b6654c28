package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.halfshake.spi.Engine;
import io.halfshake.spi.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine that is replaced while checks are in flight. */
class CurrentEngineTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final CheckerRig rig = new CheckerRig();
    private final Recording better = new Recording();

    private static class Recording implements Engine {
        final List<String> calls = new ArrayList<>();

        @Override
        public String name() {
            return "better";
        }

        @Override
        public Handshake handshake() {
            return Handshake.HALF;
        }

        @Override
        public int capacity() {
            return 1_000;
        }

        @Override
        public long completedHandshakes() {
            return 3;
        }

        @Override
        public void start(Probe probe) {
            calls.add("start");
        }

        @Override
        public void expire(Probe probe) {
            calls.add("expire");
        }

        @Override
        public void cancel(Probe probe) {
            calls.add("cancel");
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }

    private CurrentEngine engines() {
        rig.checker();
        return Objects.requireNonNull(rig.engines);
    }

    private boolean replace(int maxInFlight) {
        return replace(maxInFlight, false);
    }

    private boolean replace(int maxInFlight, boolean mayImprove) {
        return engines()
                .takeOrClose(new Engines.Opened(
                        better,
                        new EngineReport("better", Handshake.HALF, maxInFlight, List.of(), false, null),
                        mayImprove));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void replace_keepsSearchingOnlyIfTheEngineMayImprove(boolean mayImprove) {
        List<Runnable> searches = new ArrayList<>();
        engines().searchWith(new EngineSearch(() -> null, opened -> true, searches::add, () -> {}, rig.now()));
        replace(100, mayImprove);
        rig.pass(Duration.ofSeconds(2));
        rig.check(TIMEOUT).cancel(true);

        assertThat(searches).hasSize(mayImprove ? 1 : 0);
    }

    @Test
    void probeInFlight_staysWithItsEngineAfterReplace() {
        CompletableFuture<CheckResult> before = rig.check(TIMEOUT);

        assertThat(replace(100)).isTrue();
        before.cancel(true);

        assertThat(better.calls).isEmpty();
        assertThat(rig.engine.cancelled).hasSize(1);
    }

    @Test
    void replace_sendsLaterProbesToTheNewEngine() {
        replace(100);
        CompletableFuture<CheckResult> after = rig.check(TIMEOUT);
        after.cancel(true);

        assertThat(better.calls).containsExactly("start", "cancel");
        assertThat(rig.checker().engine().name()).isEqualTo("better");
    }

    @Test
    void replace_keepsTheBudgetOfTheChecker() {
        replace(10_000);

        assertThat(rig.checker().engine().maxInFlight()).isEqualTo(rig.maxInFlight);
    }

    @Test
    void replacementWithSmallerCapacity_isClosed() {
        assertThat(replace(rig.maxInFlight - 1)).isFalse();

        assertThat(better.calls).containsExactly("close");
        assertThat(rig.checker().engine().name()).isNotEqualTo("better");
    }

    @Test
    void replaceAfterClose_closesTheNewEngine() {
        rig.checker().close();

        assertThat(replace(100)).isFalse();
        assertThat(better.calls).containsExactly("close");
    }

    @Test
    void close_closesBothEngines() {
        replace(100);
        rig.checker().close();

        assertThat(better.calls).containsExactly("close");
        assertThat(rig.engine.closed).isTrue();
    }

    @Test
    void stats_countTheHandshakesOfBothEngines() {
        rig.engine.completedHandshakes = 4;
        replace(100);

        assertThat(rig.checker().stats().completedHandshakes()).isEqualTo(4 + 3);
    }

    @Test
    void searchThatThrows_doesNotDisturbTheCheck() {
        engines()
                .searchWith(new EngineSearch(
                        () -> null,
                        opened -> true,
                        task -> {
                            throw new IllegalStateException("thrown by a test");
                        },
                        () -> {},
                        rig.now()));
        rig.pass(Duration.ofSeconds(2));

        assertThat(rig.check(TIMEOUT)).isNotDone();
    }

    @Test
    void close_closesTheOtherEngineIfOneThrows() {
        CurrentEngine engines = new CurrentEngine(
                new Recording() {
                    @Override
                    public void close() {
                        throw new LinkageError("thrown by a test");
                    }
                },
                new EngineReport("first", Handshake.FULL, 10, List.of(), false, null));
        engines.takeOrClose(new Engines.Opened(
                better, new EngineReport("better", Handshake.HALF, 10, List.of(), false, null), false));

        assertThatExceptionOfType(LinkageError.class).isThrownBy(engines::close);
        assertThat(better.calls).containsExactly("close");
    }
}
