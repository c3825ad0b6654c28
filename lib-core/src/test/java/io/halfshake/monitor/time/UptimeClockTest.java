package io.halfshake.monitor.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UptimeClockTest {
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private long monotonic = -77 * SECOND;
    private long wall = 1_700_000_000L * SECOND;
    private long uptime = 40 * SECOND;
    private int uptimeReadings;
    private final UptimeClock clock = new UptimeClock(() -> monotonic, () -> wall, () -> {
        uptimeReadings++;
        return uptime;
    });

    private void pass(long nanos) {
        monotonic += nanos;
        wall += nanos;
        uptime += nanos;
    }

    private void sleep(long nanos) {
        wall += nanos;
        uptime += nanos;
    }

    private long measured(Runnable meanwhile) {
        long before = clock.nanoTime();
        meanwhile.run();
        return clock.nanoTime() - before;
    }

    @Test
    void uptimeClock_advancesWhileTheHostSleeps() {
        assertThat(measured(() -> sleep(8 * HOUR))).isEqualTo(8 * HOUR);
        assertThat(measured(() -> sleep(SECOND))).isEqualTo(SECOND);
        assertThat(measured(() -> pass(SECOND))).isEqualTo(SECOND);
    }

    @ParameterizedTest
    @ValueSource(longs = {-24 * 3_600, -1, 1, 24 * 3_600})
    void uptimeClock_ignoresWallClockChanges(long seconds) {
        assertThat(measured(() -> wall += seconds * SECOND)).isZero();
        assertThat(measured(() -> pass(SECOND))).isEqualTo(SECOND);
    }

    @Test
    void uptimeClock_countsASleepDespiteAWallClockChange() {
        assertThat(measured(() -> {
                    sleep(HOUR);
                    wall -= 2 * HOUR;
                }))
                .isEqualTo(HOUR);
    }

    @Test
    void uptimeClock_ignoresTheCoarsenessOfUptime() {
        uptime += TimeUnit.MILLISECONDS.toNanos(9);
        assertThat(measured(() -> wall += HOUR)).isZero();
    }

    /** As where its thread loses the processor after each of them. */
    @Test
    void delayAfterEachReading_isNoSleep() {
        UptimeClock delayed = new UptimeClock(() -> delayed(monotonic), () -> delayed(wall), () -> delayed(uptime));
        for (int i = 0; i < 10; i++) {
            wall += HOUR;
            long now = monotonic;
            assertThat(delayed.nanoTime()).isEqualTo(now);
        }
    }

    private long delayed(long reading) {
        pass(SECOND);
        return reading;
    }

    @Test
    void uptimeFile_isReadOnlyOnceTheClocksDisagree() {
        int atFirst = uptimeReadings;
        for (int i = 0; i < 1_000; i++) {
            pass(SECOND);
            long unused = clock.nanoTime();
        }
        assertThat(uptimeReadings).isEqualTo(atFirst);
        wall += SECOND;
        for (int i = 0; i < 1_000; i++) {
            long unused = clock.nanoTime();
            pass(SECOND);
        }
        assertThat(uptimeReadings).isEqualTo(atFirst + 1);
    }

    @Test
    void missingUptime_leavesTheMonotonicClock() {
        UptimeClock ignorant = new UptimeClock(() -> monotonic, () -> wall, () -> -1);
        long before = ignorant.nanoTime();
        sleep(HOUR);
        pass(SECOND);
        assertThat(ignorant.nanoTime() - before).isEqualTo(SECOND);
    }

    @Test
    void uptime_readsTheFirstNumberOfProcUptime(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("uptime"), "350735.47 234388.90\n");
        assertThat(UptimeClock.uptime(file)).isEqualTo(350_735_470_000_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "soon 1\n"})
    void uptime_isNegativeForAnUnreadableFile(String content, @TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("uptime"), content);
        assertThat(UptimeClock.uptime(file)).isNegative();
        assertThat(UptimeClock.uptime(directory.resolve("none"))).isNegative();
    }
}
