package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EngineSearchTest {
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final List<Engines.Opened> found = new ArrayList<>();
    private Engines.@Nullable Opened better;
    private int searches;

    private final EngineSearch search = new EngineSearch(
            () -> {
                searches++;
                return better;
            },
            found::add,
            tasks::add,
            () -> {},
            0);

    private static Engines.Opened opened(boolean mayImprove) {
        return new Engines.Opened(
                new IdleEngine(Handshake.HALF, 100),
                new EngineReport("better", Handshake.HALF, 50, List.of(), false, null),
                mayImprove);
    }

    private void checkAt(long seconds) {
        search.checkStarted(TimeUnit.SECONDS.toNanos(seconds));
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    @Test
    void checkWithinTheFirstSecond_startsNoSearch() {
        search.checkStarted(EngineSearch.FIRST_WAIT_NANOS - 1);

        assertThat(tasks).isEmpty();
    }

    @Test
    void checkStarted_searchesOnTheExecutorOnly() {
        search.checkStarted(EngineSearch.FIRST_WAIT_NANOS);

        assertThat(searches).isZero();
        assertThat(tasks).hasSize(1);
    }

    @Test
    void checkStarted_searchesLessOftenEachTimeUpToOnceAMinute() {
        List<Long> times = new ArrayList<>();
        for (long second = 1; second <= 300; second++) {
            int before = searches;
            checkAt(second);
            if (searches > before) {
                times.add(second);
            }
        }

        assertThat(times).containsExactly(1L, 3L, 7L, 15L, 31L, 63L, 123L, 183L, 243L);
    }

    @Test
    void checkDuringASearch_startsNoSecondSearch() {
        search.checkStarted(TimeUnit.SECONDS.toNanos(1));
        search.checkStarted(TimeUnit.SECONDS.toNanos(1_000));

        assertThat(tasks).hasSize(1);
    }

    @Test
    void searchThatFindsAnImprovableEngine_continues() {
        better = opened(true);
        checkAt(1);
        checkAt(3);

        assertThat(found).hasSize(2);
    }

    @Test
    void searchThatFindsTheBestEngine_isTheLast() {
        better = opened(false);
        checkAt(1);
        checkAt(1_000);

        assertThat(found).containsExactly(better);
        assertThat(searches).isEqualTo(1);
    }

    @Test
    void searchThatThrows_isRetried() {
        EngineSearch failing = new EngineSearch(
                () -> {
                    searches++;
                    throw new IllegalStateException("thrown by a test");
                },
                found::add,
                Runnable::run,
                () -> {},
                0);
        for (long second : new long[] {1, 3}) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> failing.checkStarted(TimeUnit.SECONDS.toNanos(second)));
        }

        assertThat(searches).isEqualTo(2);
        assertThat(found).isEmpty();
    }

    @Test
    void searchRejectedByTheExecutor_isRetried() {
        EngineSearch refused = new EngineSearch(
                () -> better,
                found::add,
                task -> {
                    searches++;
                    throw new RejectedExecutionException("thrown by a test");
                },
                () -> {},
                0);
        for (long second : new long[] {1, 3}) {
            assertThatExceptionOfType(RejectedExecutionException.class)
                    .isThrownBy(() -> refused.checkStarted(TimeUnit.SECONDS.toNanos(second)));
        }

        assertThat(searches).isEqualTo(2);
    }

    @Test
    void close_preventsAQueuedSearch() {
        search.checkStarted(EngineSearch.FIRST_WAIT_NANOS);
        search.close();
        tasks.remove().run();

        assertThat(searches).isZero();
    }

    @Test
    void close_waitsForTheSearchThatIsUnderWay() {
        List<String> waited = new ArrayList<>();
        new EngineSearch(() -> better, found::add, tasks::add, () -> waited.add("end"), 0).close();

        assertThat(waited).containsExactly("end");
    }
}
