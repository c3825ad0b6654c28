package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResendWheelTest {
    private static final long TICK = ResendWheel.TICK_NANOS;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Tenths of a tick: nothing here begins where a tick begins. */
    private static final long START = 1_000 * SECOND + 3;

    private final ResendWheel wheel = new ResendWheel(START);
    private final List<PacketProbe> out = new ArrayList<>();

    private static PacketProbe due(long at) {
        PacketProbe probe = UnusedProbe.asPackets(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
        probe.dueAt = at;
        return probe;
    }

    private PacketProbe add(long delay, long now) {
        PacketProbe probe = due(now + delay);
        wheel.add(probe, now);
        return probe;
    }

    @Test
    void advance_returnsNothingBeforeItIsDue() {
        PacketProbe probe = add(5 * TICK, START);
        wheel.advance(START + 5 * TICK - 1, out::add);
        assertThat(out).isEmpty();
        assertThat(wheel.isEmpty()).isFalse();

        wheel.advance(START + 7 * TICK, out::add);
        assertThat(out).containsExactly(probe);
        assertThat(wheel.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 60, 3_600, 86_400})
    void probeDueAfterMoreThanARound_goesRoundAgain(long seconds) {
        PacketProbe probe = add(seconds * SECOND, START);
        long now = START;
        // A tick at a time for short ones, else seconds, as after stalls.
        long step = seconds <= 60 ? TICK : SECOND;
        while (out.isEmpty()) {
            now += step;
            wheel.advance(now, out::add);
            assertThat(now - START).isLessThanOrEqualTo(seconds * SECOND + 2 * step + 2 * TICK);
        }
        assertThat(out).containsExactly(probe);
        assertThat(now - probe.dueAt).isGreaterThanOrEqualTo(-TICK);
    }

    @Test
    void advanceAfterAStall_returnsEachOnce() {
        List<PacketProbe> all = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            all.add(add(i * TICK / 2, START));
        }
        wheel.advance(START + 300 * SECOND, out::add);
        // Those that had to go round again have their turn at the next tick.
        wheel.advance(START + 301 * SECOND, out::add);
        assertThat(out).containsExactlyInAnyOrderElementsOf(all);
        assertThat(wheel.isEmpty()).isTrue();
    }

    @Test
    void advanceConsumer_mayAddAnotherProbe() {
        add(TICK, START);
        long[] now = {START + 3 * TICK};
        wheel.advance(now[0], probe -> {
            out.add(probe);
            add(TICK, now[0]);
        });
        assertThat(out).hasSize(1);
        assertThat(wheel.isEmpty()).isFalse();
        wheel.advance(START + 6 * TICK, out::add);
        assertThat(out).hasSize(2);
        assertThat(wheel.isEmpty()).isTrue();
    }

    @Test
    void addAfterALongIdleTime_isReturnedWhenDue() {
        long later = START + 24 * 3_600 * SECOND;
        PacketProbe probe = add(3 * TICK, later);
        wheel.advance(later + 2 * TICK, out::add);
        assertThat(out).isEmpty();
        wheel.advance(later + 5 * TICK, out::add);
        assertThat(out).containsExactly(probe);
    }

    @Test
    void randomAddsAndSteps_returnEachOnceAndInTime() {
        SplittableRandom random = new SplittableRandom(8);
        Map<PacketProbe, Integer> seen = new HashMap<>();
        // From before the clock's zero to after it.
        long now = -20 * SECOND;
        ResendWheel fresh = new ResendWheel(now);
        int added = 0;
        long longestStep = 0;
        while (added < 50_000 || !fresh.isEmpty()) {
            for (int i = random.nextInt(5); i > 0 && added < 50_000; i--, added++) {
                PacketProbe probe = due(now + random.nextLong(8 * SECOND));
                fresh.add(probe, now);
                seen.put(probe, 0);
            }
            long step = random.nextInt(1_000) == 0 ? random.nextLong(7 * SECOND) : random.nextLong(2 * TICK);
            now += step;
            long at = now;
            // What came due meanwhile is late by the step at most, or by a round that a stall had cut short.
            longestStep = Math.max(longestStep, step);
            long late = longestStep + 3 * TICK;
            fresh.advance(at, probe -> {
                assertThat(probe.dueAt - at).isBetween(-late, TICK);
                seen.merge(probe, 1, Integer::sum);
            });
        }
        assertThat(seen.values()).containsOnly(1);
    }
}
