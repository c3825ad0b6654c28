package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A user's resolver, which may block although it should not. */
@Timeout(120)
class GuardedResolverTest {
    private static final List<InetAddress> FOUND = List.of(Samples.ADDRESS.getAddress());

    private final CountDownLatch gate = new CountDownLatch(1);
    private final Queue<CompletableFuture<List<InetAddress>>> answers = new ConcurrentLinkedQueue<>();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private Resolver guarded = guard(new Resolver() {
        @Override
        public CompletableFuture<List<InetAddress>> resolve(String host) {
            asked.add(host);
            if (host.startsWith("blocks")) {
                Eventually.holds("the gate opens", () -> gate.getCount() == 0);
            }
            CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
            answers.add(answer);
            return answer;
        }

        @Override
        public void close() {
            closed.set(true);
        }
    });

    private static Resolver guard(Resolver resolver) {
        return PooledResolver.guarding(resolver, AnswerLifetime.MAX_NANOS, System::nanoTime);
    }

    private CompletableFuture<List<InetAddress>> nextAnswer() {
        Eventually.holds("the resolver was asked", () -> !answers.isEmpty());
        return answers.remove();
    }

    @AfterEach
    void close() {
        gate.countDown();
        guarded.close();
    }

    @Test
    void guardedResolver_neverBlocksItsCallers() throws Exception {
        CompletableFuture<List<InetAddress>> blocked = guarded.resolve("blocks");
        CompletableFuture<List<InetAddress>> other = guarded.resolve("db");
        nextAnswer().complete(FOUND);

        assertThat(other.get(60, TimeUnit.SECONDS)).isEqualTo(FOUND);
        assertThat(blocked).isNotDone();
        gate.countDown();
        nextAnswer().complete(FOUND);
        assertThat(blocked.get(60, TimeUnit.SECONDS)).isEqualTo(FOUND);
    }

    @Test
    void lookupWithoutWaiters_cancelsTheUsersFuture() {
        CompletableFuture<List<InetAddress>> blocked = guarded.resolve("blocks");
        CompletableFuture<List<InetAddress>> joined = guarded.resolve("blocks");
        CompletableFuture<List<InetAddress>> plain = guarded.resolve("db");
        CompletableFuture<List<InetAddress>> ofPlain = nextAnswer();
        plain.cancel(true);
        assertThat(ofPlain).isCancelled();

        blocked.cancel(true);
        gate.countDown();
        CompletableFuture<List<InetAddress>> ofBlocked = nextAnswer();
        assertThat(ofBlocked).isNotDone();
        joined.cancel(true);
        Eventually.holds("it is cancelled", ofBlocked::isCancelled);
    }

    @Test
    void lateFutureWithoutWaiters_isCancelled() {
        CompletableFuture<List<InetAddress>> blocked = guarded.resolve("blocks");
        Eventually.holds("it was asked", () -> !asked.isEmpty());
        blocked.cancel(true);
        gate.countDown();

        Eventually.holds("it is cancelled", nextAnswer()::isCancelled);
    }

    @Test
    void resolve_callsTheResolverAgainOnceItHasReturned() {
        CompletableFuture<List<InetAddress>> first = guarded.resolve("db");
        CompletableFuture<List<InetAddress>> lost = nextAnswer();
        Eventually.holds("it has returned", () -> {
            assertThat(guarded.resolve("db")).isNotDone();
            return asked.size() >= 2;
        });

        assertThat(first).isNotDone();
        assertThat(lost).isNotDone();
    }

    @Test
    void guardedResolver_passesOnTheUsersErrors() {
        guarded.close();
        IllegalStateException broken = new IllegalStateException("broken");
        guarded = guard(host -> {
            if (host.equals("null")) {
                return nothing();
            }
            throw broken;
        });

        assertThatThrownBy(() -> guarded.resolve("db").get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCause(broken);
        assertThatThrownBy(() -> guarded.resolve("null").get(60, TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(NullPointerException.class)
                .hasRootCauseMessage("resolver: null (expected a future)");
    }

    @SuppressWarnings("NullAway") // What a careless resolver gives.
    private static CompletableFuture<List<InetAddress>> nothing() {
        return null;
    }

    @Test
    void close_doesNotCloseTheUsersResolver() {
        guarded.close();

        assertThat(closed).isFalse();
    }
}
