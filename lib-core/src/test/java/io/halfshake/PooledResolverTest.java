package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class PooledResolverTest {
    private static final List<InetAddress> FOUND = List.of(Samples.ADDRESS.getAddress());

    private static final int MAX_HANGING = LookupQueue.MAX_RUNNING - LookupQueue.RESERVED;

    /** Of names never asked before, at a time. */
    private static final int PLACES = 32;

    /** Look-ups hang until the test opens this; "known" names never hang. */
    private final CountDownLatch gate = new CountDownLatch(1);

    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final AtomicInteger hanging = new AtomicInteger();

    /** Every look-up looks slow at once, so that as many start as may, unless the test stops the clock. */
    private volatile long step = LookupQueue.QUICK_NANOS + 1;

    private final AtomicLong time = new AtomicLong();

    private final Resolver resolver =
            PooledResolver.blocking(this::lookup, AnswerLifetime.MAX_NANOS, () -> time.addAndGet(step));

    private List<InetAddress> lookup(String host) throws UnknownHostException {
        asked.add(host);
        threads.add(Thread.currentThread());
        if (!host.startsWith("known")) {
            hanging.incrementAndGet();
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted", e);
            }
        }
        if (host.contains("missing")) {
            throw new UnknownHostException(host);
        }
        return FOUND;
    }

    @AfterEach
    void close() {
        gate.countDown();
        resolver.close();
        threads.forEach(Eventually::ends);
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    @Test
    void lookup_runsOnItsOwnDaemonThread() throws Exception {
        assertThat(get(resolver.resolve("known"))).isEqualTo(FOUND);

        assertThat(threads).singleElement().satisfies(thread -> {
            assertThat(thread.getName()).isEqualTo("halfshake-resolver");
            assertThat(thread.isDaemon()).isTrue();
        });
    }

    @Test
    void resolve_neverBlocksTheCaller() {
        assertThat(resolver.resolve("db")).isNotDone();
    }

    @Test
    void manyWaitersForOneHangingName_useOneThread() throws Exception {
        List<CompletableFuture<List<InetAddress>>> answers = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            answers.add(resolver.resolve("db"));
        }
        Eventually.holds("the look-up hangs", () -> hanging.get() == 1);
        // One that is answered shows that there was a thread to spare, had one been wanted for "db".
        get(resolver.resolve("known"));
        gate.countDown();

        for (CompletableFuture<List<InetAddress>> answer : answers) {
            assertThat(get(answer)).isEqualTo(FOUND);
        }
        assertThat(asked).containsExactlyInAnyOrder("db", "known");
    }

    @Test
    void nameInAnyLetterCase_isOneLookup() throws Exception {
        CompletableFuture<List<InetAddress>> first = resolver.resolve("db.Example");
        CompletableFuture<List<InetAddress>> second = resolver.resolve("DB.example");
        gate.countDown();

        assertThat(get(first)).isEqualTo(get(second));
        assertThat(asked).containsExactly("db.Example");
    }

    @Test
    void answeredName_isLookedUpAgain() throws Exception {
        get(resolver.resolve("known"));
        get(resolver.resolve("known"));

        assertThat(asked).containsExactly("known", "known");
    }

    @Test
    void hangingNames_leaveTheReservedThreadsFree() throws Exception {
        List<CompletableFuture<List<InetAddress>>> answers = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            answers.add(resolver.resolve("db-" + i));
        }
        Eventually.holds("all threads hang", () -> hanging.get() == MAX_HANGING);
        assertThat(answers).noneMatch(CompletableFuture::isDone);
        assertThat(threads).hasSize(MAX_HANGING).hasSize(144);
        gate.countDown();

        for (CompletableFuture<List<InetAddress>> answer : answers) {
            assertThat(get(answer)).isEqualTo(FOUND);
        }
    }

    @Test
    void quickName_isLookedUpWhileOthersHang() throws Exception {
        step = 0;
        get(resolver.resolve("known"));
        step = LookupQueue.QUICK_NANOS + 1;
        fillThreads();
        step = 0;

        assertThat(get(resolver.resolve("known"))).isEqualTo(FOUND);
        assertThat(asked.stream().filter("known"::equals)).hasSize(2);
        assertThat(hanging.get()).isEqualTo(MAX_HANGING);
    }

    @Test
    void queuedLookupWithoutWaiters_isNotStarted() throws Exception {
        fillThreads();
        CompletableFuture<List<InetAddress>> dropped = resolver.resolve("known-dropped");
        CompletableFuture<List<InetAddress>> left = resolver.resolve("known-left");
        CompletableFuture<List<InetAddress>> stays = resolver.resolve("known-left");
        dropped.cancel(true);
        left.cancel(true);
        CompletableFuture<List<InetAddress>> last = resolver.resolve("known-last");
        gate.countDown();

        assertThat(get(stays)).isEqualTo(FOUND);
        assertThat(get(last)).isEqualTo(FOUND);
        assertThat(left).isCancelled();
        assertThat(asked).doesNotContain("known-dropped").contains("known-left");
    }

    @Test
    void cancelledLookup_canBeRequestedAgain() throws Exception {
        fillThreads();
        resolver.resolve("known-again").cancel(true);
        CompletableFuture<List<InetAddress>> again = resolver.resolve("known-again");
        gate.countDown();

        assertThat(get(again)).isEqualTo(FOUND);
        assertThat(asked).containsOnlyOnce("known-again");
    }

    private void fillThreads() {
        for (int i = 0; i < MAX_HANGING; i++) {
            assertThat(resolver.resolve("db-" + i)).isNotDone();
        }
        Eventually.holds("all threads hang", () -> hanging.get() == MAX_HANGING);
    }

    @Test
    void eachWaiter_getsItsOwnException() {
        CompletableFuture<List<InetAddress>> first = resolver.resolve("missing");
        CompletableFuture<List<InetAddress>> second = resolver.resolve("missing");
        gate.countDown();

        Throwable one = failure(first);
        Throwable other = failure(second);

        assertThat(one).isInstanceOf(UnknownHostException.class).hasMessage("missing");
        assertThat(other).isInstanceOf(UnknownHostException.class).hasMessage("missing");
        assertThat(one).isNotSameAs(other);
        assertThat(asked).containsExactly("missing");
    }

    private static Throwable failure(CompletableFuture<?> future) {
        try {
            Object value = get(future);
            throw new AssertionError("answered: " + value);
        } catch (ExecutionException e) {
            return e.getCause() == null ? e : e.getCause();
        } catch (Exception e) {
            return e;
        }
    }

    @Test
    void lookupThatThrows_failsWithUnknownHostException() throws Exception {
        try (Resolver broken = Resolver.blocking(PooledResolverTest::fail)) {
            assertThat(failure(broken.resolve("error")))
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessageContaining("StackOverflowError: deep");
            assertThat(failure(broken.resolve("exception")))
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessageContaining("broken")
                    .hasCauseInstanceOf(IllegalStateException.class);
        }
    }

    private static List<InetAddress> fail(String host) {
        if (host.equals("error")) {
            throw new StackOverflowError("deep");
        }
        throw new IllegalStateException("broken");
    }

    @Test
    void emptyOrNullAnswer_resolvesToAnEmptyList() throws Exception {
        try (Resolver empty = Resolver.blocking(host -> List.of());
                Resolver none = Resolver.blocking(host -> nothing())) {
            assertThat(get(empty.resolve("db"))).isEmpty();
            assertThat(get(none.resolve("db"))).isEmpty();
        }
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // What a user's look-up may give.
    private static <T> T nothing() {
        @Nullable T nothing = null;
        return nothing;
    }

    @Test
    void close_failsAllWaitersAndEndsTheThreads() {
        fillThreads();
        CompletableFuture<List<InetAddress>> running = resolver.resolve("db-0");
        CompletableFuture<List<InetAddress>> queued = resolver.resolve("db-queued");

        resolver.close();

        // With the look-up's own words, where that was quick to end.
        assertThatThrownBy(running::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(UnknownHostException.class);
        assertThatThrownBy(queued::join).hasRootCauseMessage("resolver: closed (expected open)");
        threads.forEach(Eventually::ends);
        assertThat(asked).doesNotContain("db-queued");
    }

    @Test
    void closedResolver_failsAtOnce() {
        resolver.close();

        assertThat(resolver.resolve("known")).isCompletedExceptionally();
        assertThat(asked).isEmpty();
    }

    @Test
    void close_endsIdleThreads() throws Exception {
        get(resolver.resolve("known"));

        resolver.close();

        threads.forEach(Eventually::ends);
    }

    @Test
    void resolveDuringClose_alwaysCompletes() throws Exception {
        for (int round = 0; round < 40; round++) {
            Resolver closing = Resolver.blocking(this::hang);
            // All threads are taken, so that whatever is asked waits in the queue that closing empties.
            for (int i = 0; i < PLACES; i++) {
                assertThat(closing.resolve("busy-" + i)).isNotDone();
            }
            Queue<CompletableFuture<List<InetAddress>>> answers = new ConcurrentLinkedQueue<>();
            CountDownLatch begun = new CountDownLatch(200);
            Thread asker = new Thread(() -> {
                for (int i = 0; i < 600; i++) {
                    answers.add(closing.resolve("db-" + i));
                    begun.countDown();
                }
            });
            asker.start();
            begun.await();
            closing.close();
            asker.join();

            for (CompletableFuture<List<InetAddress>> answer : answers) {
                answer.exceptionally(e -> FOUND).get(60, TimeUnit.SECONDS);
            }
        }
    }

    private List<InetAddress> hang(String host) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
        return FOUND;
    }
}
