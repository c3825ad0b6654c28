package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Handshake;
import io.halfshake.spi.EngineAvailability;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class SelfTestCacheTest {
    private static final EngineAvailability WORKS = EngineAvailability.available(Handshake.HALF, List.of());
    private static final EngineAvailability FAILS = EngineAvailability.unavailable("no capability", List.of());
    private static final EngineAvailability FAILS_NOW =
            EngineAvailability.unavailable("loopback: down", List.of()).thatMayChange();

    private static SelfTestCache<EngineAvailability> finding(EngineAvailability... findings) {
        Queue<EngineAvailability> left = new ArrayDeque<>(List.of(findings));
        return new SelfTestCache<>(left::remove, Function.identity());
    }

    @Test
    void getOfAWorkingEngine_doesNotTestAgain() {
        SelfTestCache<EngineAvailability> cache = finding(WORKS, FAILS);

        assertThat(cache.get()).isSameAs(WORKS);
        assertThat(cache.get()).isSameAs(WORKS);
    }

    @Test
    void getOfAPermanentCause_doesNotTestAgain() {
        SelfTestCache<EngineAvailability> cache = finding(FAILS, WORKS);

        assertThat(cache.get()).isSameAs(FAILS);
        assertThat(cache.get()).isSameAs(FAILS);
    }

    @Test
    void getOfATransientCause_testsAgain() {
        SelfTestCache<EngineAvailability> cache = finding(FAILS_NOW, FAILS_NOW, WORKS);

        assertThat(cache.get()).isSameAs(FAILS_NOW);
        assertThat(cache.get()).isSameAs(FAILS_NOW);
        assertThat(cache.get()).isSameAs(WORKS);
    }
}
