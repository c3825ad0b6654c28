package io.halfshake.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("FutureReturnValueIgnored") // Each is the future under test.
class StoppableFutureTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Work work = new Work();

    private static final class Work extends StoppableFuture<String> {
        final CountDownLatch stopped = new CountDownLatch(1);

        @Override
        protected void stopWork() {
            assertThat(this).isDone();
            stopped.countDown();
        }

        void finishFromInside() {
            finish("inside");
        }

        void failFromInside() {
            fail(new IllegalStateException("inside"));
        }

        void cancelFromInside() {
            finishCancelled();
        }
    }

    static Stream<Arguments> waysFromOutside() {
        return Stream.of(
                way("cancel", work -> work.cancel(false)),
                way("complete", work -> work.complete("outside")),
                way("completeExceptionally", work -> work.completeExceptionally(new IllegalStateException())),
                way("obtrudeValue", work -> work.obtrudeValue("outside")),
                way("obtrudeException", work -> work.obtrudeException(new IllegalStateException())),
                way("orTimeout", work -> work.orTimeout(1, TimeUnit.MILLISECONDS)),
                way("completeOnTimeout", work -> work.completeOnTimeout("outside", 1, TimeUnit.MILLISECONDS)),
                way("completeAsync", work -> work.completeAsync(() -> "outside")),
                way("completeAsync here", work -> work.completeAsync(() -> "outside", Runnable::run)),
                way(
                        "completeAsync failing",
                        work -> work.completeAsync(() -> {
                            throw new IllegalStateException();
                        })));
    }

    private static Arguments way(String name, Consumer<Work> way) {
        return Arguments.argumentSet(name, way);
    }

    @ParameterizedTest
    @MethodSource("waysFromOutside")
    void completingFromOutside_stopsTheWork(Consumer<Work> way) throws Exception {
        way.accept(work);

        assertThat(work.stopped.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void completingFromInside_doesNotStopTheWork() {
        work.finishFromInside();
        assertThat(work).isCompletedWithValue("inside");
        Work failing = new Work();
        failing.failFromInside();
        assertThat(failing).isCompletedExceptionally();
        Work cancelled = new Work();
        cancelled.cancelFromInside();
        assertThat(cancelled).isCancelled();

        assertThat(Stream.of(work, failing, cancelled)).allMatch(each -> each.stopped.getCount() == 1);
    }

    @Test
    void lateCompletionFromOutside_changesNothing() {
        work.finishFromInside();

        assertThat(work.cancel(true)).isFalse();
        assertThat(work.complete("late")).isFalse();
        assertThat(work.completeExceptionally(new IllegalStateException("late")))
                .isFalse();
        work.completeAsync(() -> "late", Runnable::run);

        assertThat(work).isCompletedWithValue("inside");
        assertThat(work.stopped.getCount()).isEqualTo(1);
    }

    @Test
    void completeAsyncOfADoneFuture_doesNotCallTheSupplier() {
        Queue<Runnable> later = new ArrayDeque<>();
        work.completeAsync(
                () -> {
                    throw new AssertionError("called");
                },
                later::add);
        work.finishFromInside();

        later.remove().run();

        assertThat(work).isCompletedWithValue("inside");
    }

    @Test
    @SuppressWarnings("NullAway") // Misuse.
    void completeAsyncWithoutASupplier_throwsAtOnce() {
        assertThatNullPointerException().isThrownBy(() -> work.completeAsync(null, Runnable::run));
    }

    @Test
    void derivedFutures_arePlainAndStopNothing() {
        CompletableFuture<Integer> derived = work.thenApply(String::length);
        assertThat(derived.getClass()).isEqualTo(CompletableFuture.class);
        assertThat(work.copy().getClass()).isEqualTo(CompletableFuture.class);

        derived.cancel(true);

        assertThat(work).isNotDone();
        assertThat(work.stopped.getCount()).isEqualTo(1);
        work.cancel(false);
        assertThat(derived.handle((value, error) -> error))
                .isCompletedWithValueMatching(CancellationException.class::isInstance);
    }
}
