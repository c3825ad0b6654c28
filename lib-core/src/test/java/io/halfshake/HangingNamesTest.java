package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Names whose look-ups hang, beside names whose look-ups do not. */
@Timeout(120)
class HangingNamesTest {
    private static final List<InetAddress> FOUND = List.of(Samples.ADDRESS.getAddress());
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final Set<String> hangs = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final AtomicInteger hanging = new AtomicInteger();
    private volatile Gate gate = new Gate();
    private final PooledResolver resolver = PooledResolver.blocking(this::lookup, AnswerLifetime.MAX_NANOS, time::get);

    private static final class Gate {
        final CountDownLatch latch = new CountDownLatch(1);
        final AtomicInteger before = new AtomicInteger();
    }

    private List<InetAddress> lookup(String host) throws UnknownHostException {
        Gate here = gate;
        threads.add(Thread.currentThread());
        asked.add(host);
        if (!hangs.contains(host)) {
            return FOUND;
        }
        here.before.incrementAndGet();
        hanging.incrementAndGet();
        try {
            here.latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            hanging.decrementAndGet();
            here.before.decrementAndGet();
        }
        throw new UnknownHostException(host);
    }

    @AfterEach
    void close() {
        gate.latch.countDown();
        resolver.close();
        threads.forEach(Eventually::ends);
    }

    private List<String> hangingNames(String prefix, int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(prefix + "-" + i + ".example");
        }
        hangs.addAll(names);
        return names;
    }

    private List<CompletableFuture<?>> ask(List<String> names) {
        List<CompletableFuture<?>> questions = new ArrayList<>();
        names.forEach(name -> questions.add(resolver.resolve(name)));
        return questions;
    }

    private List<InetAddress> answer(String name) throws Exception {
        CompletableFuture<List<InetAddress>> answer = resolver.resolve(name);
        time.addAndGet(LookupQueue.HELD_UP_NANOS);
        return answer.get(60, TimeUnit.SECONDS);
    }

    private void endWhatHangs() {
        awaitHanging();
        Gate opened = gate;
        gate = new Gate();
        opened.latch.countDown();
        Eventually.holds("nothing hangs there", () -> opened.before.get() == 0);
    }

    private void awaitHanging() {
        Eventually.holds("all that runs hangs", () -> resolver.running() == hanging.get());
    }

    /** As many as may hang, with names of which nothing was known. */
    private void fill() {
        int most = LookupQueue.MAX_RUNNING - LookupQueue.RESERVED;
        List<String> names = hangingNames("new", most + 100);
        List<CompletableFuture<?>> questions = ask(names);
        for (String name : hangingNames("newer", 5)) {
            time.addAndGet(LookupQueue.QUICK_NANOS);
            questions.add(resolver.resolve(name));
        }
        Eventually.holds("all threads but the reserve hang", () -> hanging.get() == most);
        assertThat(questions).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void quickName_isLookedUpBesideAsManyAsMayHang() throws Exception {
        assertThat(answer("listed")).isEqualTo(FOUND);
        fill();
        time.addAndGet(AnswerLifetime.MAX_NANOS);

        assertThat(answer("listed")).isEqualTo(FOUND);
        assertThat(asked.stream().filter("listed"::equals)).hasSize(2);
    }

    @Test
    void newName_isLookedUpBesideFortyHangingOnes() throws Exception {
        ask(hangingNames("dead", 40));
        CompletableFuture<List<InetAddress>> listed = resolver.resolve("listed");
        Eventually.holds("the first of them hang", () -> hanging.get() == 32);
        assertThat(listed).isNotDone();
        time.addAndGet(LookupQueue.QUICK_NANOS);

        assertThat(listed.get(60, TimeUnit.SECONDS)).isEqualTo(FOUND);
        Eventually.holds("the rest of them hangs", () -> hanging.get() == 40);
    }

    @Test
    void knownNamesResolvedAtOnce_areNotAnsweredFromMemory() throws Exception {
        List<String> known = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            known.add("known-" + i);
            assertThat(answer("known-" + i)).isEqualTo(FOUND);
        }
        // Each takes a moment, of which no time of the clock passes.
        hangs.addAll(known);
        List<CompletableFuture<?>> questions = ask(known);
        time.addAndGet(LookupQueue.HELD_UP_NANOS - 1);
        awaitHanging();

        assertThat(resolver.resolve("known-299")).isNotDone();
        assertThat(questions).noneMatch(CompletableFuture::isDone);
        gate.latch.countDown();
        Eventually.holds("all are looked up", () -> questions.stream().allMatch(CompletableFuture::isDone));
        assertThat(questions).allMatch(CompletableFuture::isCompletedExceptionally);
    }

    @Test
    void earlierAnswer_isReusedOnlyWhileTheLookupIsHeldUp() throws Exception {
        List<String> turning = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            turning.add("turning-" + i);
            assertThat(answer("turning-" + i)).isEqualTo(FOUND);
        }
        // No time passes meanwhile: else the answer's age would depend on which thread is quicker.
        assertThat(resolver.resolve("listed").get(60, TimeUnit.SECONDS)).isEqualTo(FOUND);
        long answeredAt = time.get();
        hangs.addAll(turning);
        fill();
        ask(turning);
        Eventually.holds("the reserve hangs too", () -> hanging.get() == LookupQueue.MAX_RUNNING);

        time.set(answeredAt + AnswerLifetime.MAX_NANOS - 1 - LookupQueue.HELD_UP_NANOS);
        CompletableFuture<List<InetAddress>> first = resolver.resolve("listed");
        assertThat(first).isNotDone();
        time.addAndGet(LookupQueue.HELD_UP_NANOS);
        assertThat(first.get(60, TimeUnit.SECONDS)).isEqualTo(FOUND);
        assertThat(resolver.resolve("listed")).isCompletedWithValue(FOUND);
        assertThat(asked.stream().filter("listed"::equals)).hasSize(1);
        time.set(answeredAt + AnswerLifetime.MAX_NANOS);
        CompletableFuture<List<InetAddress>> waits = resolver.resolve("listed");
        assertThat(waits).isNotDone();
        gate.latch.countDown();
        assertThat(waits.get(60, TimeUnit.SECONDS)).isEqualTo(FOUND);
        assertThat(asked.stream().filter("listed"::equals)).hasSize(2);
    }

    @Test
    void lookupWithoutWaiters_keepsTheAnswerFresh() throws Exception {
        assertThat(answer("listed")).isEqualTo(FOUND);
        List<String> turning = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            turning.add("turning-" + i);
            assertThat(answer("turning-" + i)).isEqualTo(FOUND);
        }
        hangs.addAll(turning);
        ask(turning);
        Eventually.holds("the places of quick names hang", () -> hanging.get() == 64);
        assertThat(answer("listed")).isEqualTo(FOUND);
        assertThat(asked.stream().filter("listed"::equals)).hasSize(1);
        gate.latch.countDown();

        Eventually.holds(
                "it is looked up all the same",
                () -> asked.stream().filter("listed"::equals).count() == 2);
    }

    @Test
    void failure_isNeverHiddenByAnEarlierAnswer() throws Exception {
        assertThat(answer("gone")).isEqualTo(FOUND);
        hangs.add("gone");
        CompletableFuture<List<InetAddress>> failing = resolver.resolve("gone");
        Eventually.holds("it hangs", () -> hanging.get() == 1);
        time.addAndGet(SECOND);
        endWhatHangs();
        assertThat(failing.handle((found, error) -> error).get(60, TimeUnit.SECONDS))
                .isInstanceOf(UnknownHostException.class);
        ask(hangingNames("dead", 200));
        fill();

        CompletableFuture<List<InetAddress>> waits = resolver.resolve("gone");
        time.addAndGet(LookupQueue.HELD_UP_NANOS);
        assertThat(resolver.resolve("gone")).isNotDone();
        assertThat(waits).isNotDone();
    }

    /** A watch: every second all names are asked, and what has no answer is left a moment later. */
    @Test
    void watchedName_isFoundInEveryRoundWhileOthersHang() throws Exception {
        List<String> dying = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            dying.add("dying-" + i);
            assertThat(answer("dying-" + i)).isEqualTo(FOUND);
        }
        assertThat(answer("listed")).isEqualTo(FOUND);
        List<String> others = new ArrayList<>(hangingNames("dead", 200));
        others.addAll(dying);
        for (int round = 0; round < 60; round++) {
            time.addAndGet(SECOND);
            List<CompletableFuture<?>> questions = ask(others);

            assertThat(answer("listed")).as("round %d", round).isEqualTo(FOUND);

            questions.forEach(question -> question.cancel(true));
            if (round == 20) {
                // Their name server dies.
                hangs.addAll(dying);
            }
            if (round % 10 == 9) {
                endWhatHangs();
            }
        }
    }
}
