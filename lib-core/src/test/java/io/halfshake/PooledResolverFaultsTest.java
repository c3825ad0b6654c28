package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the resolver itself throws on its thread costs no name its next look-up. */
@Timeout(120)
class PooledResolverFaultsTest {
    private static final List<InetAddress> FOUND = List.of(Samples.ADDRESS.getAddress());

    /** The clock is read before the look-up, after it, and when the answer is kept. */
    @ParameterizedTest
    @CsvSource({"1, true", "2, true", "3, false"})
    void errorDuringALookup_endsItAndIsForgotten(int reading, boolean fails) throws Exception {
        AtomicInteger readings = new AtomicInteger();
        Resolver resolver = PooledResolver.blocking(host -> FOUND, 0, () -> {
            boolean ofPool = Thread.currentThread().getName().equals("halfshake-resolver");
            if (ofPool && readings.incrementAndGet() == reading) {
                throw new OutOfMemoryError("of a test");
            }
            return 0;
        });
        try {
            CompletableFuture<List<InetAddress>> first = resolver.resolve("db");

            Eventually.holds("the first question is answered", first::isDone);
            assertThat(first.isCompletedExceptionally()).isEqualTo(fails);
            assertThat(resolver.resolve("db").get(60, TimeUnit.SECONDS)).isEqualTo(FOUND);
        } finally {
            resolver.close();
        }
    }

    @Test
    void lookupThatFailedToStart_isForgotten() throws Exception {
        AtomicBoolean full = new AtomicBoolean(true);
        Resolver resolver = PooledResolver.blocking(host -> FOUND, 0, () -> {
            if (full.getAndSet(false)) {
                throw new OutOfMemoryError("of a test");
            }
            return 0;
        });
        try {
            assertThatThrownBy(() -> resolver.resolve("db")).isInstanceOf(OutOfMemoryError.class);

            assertThat(resolver.resolve("db").get(60, TimeUnit.SECONDS)).isEqualTo(FOUND);
        } finally {
            resolver.close();
        }
    }
}
