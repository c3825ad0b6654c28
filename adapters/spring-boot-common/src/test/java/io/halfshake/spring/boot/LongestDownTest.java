package io.halfshake.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.halfshake.testing.TestMonitor;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LongestDownTest {
    private static final int TARGETS = 2_000;

    /** A copy of a target's history takes several hundred. */
    private static final long MAX_BYTES_PER_TARGET = 200;

    private final TestMonitor test = TestMonitor.create(monitor -> monitor.startSpread(Duration.ZERO));

    @Test
    void ten_areNamedInTheOrderOfTheirOutages() {
        for (int port = 12; port >= 1; port--) {
            test.watch("db:" + port).refused();
            test.advance(Duration.ofMinutes(1));
        }
        test.watch("up:1").up();
        test.advance(Duration.ofMinutes(1));

        assertThat(LongestDown.of(test.monitor()))
                .containsExactly("db:12", "db:11", "db:10", "db:9", "db:8", "db:7", "db:6", "db:5", "db:4", "db:3");
    }

    @Test
    void targetsOfTheSameMoment_areInTheOrderOfTheirTexts() {
        List.of("c:80", "a:80", "b:80").forEach(target -> test.watch(target).refused());
        test.advance(Duration.ofMinutes(1));

        assertThat(LongestDown.of(test.monitor())).containsExactly("a:80", "b:80", "c:80");
    }

    @Test
    void historiesOfVeryManyTargets_areNotCopied() {
        for (int i = 0; i < TARGETS; i++) {
            test.watch("db" + i + ":5432").up().refused();
        }
        test.advance(Duration.ofMinutes(1));
        assertThat(test.monitor().stats().down()).isEqualTo(TARGETS);
        LongestDown.of(test.monitor());

        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        List<String> longest = LongestDown.of(test.monitor());
        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;

        assertThat(longest).hasSize(10);
        assertThat(allocated / TARGETS).isLessThan(MAX_BYTES_PER_TARGET);
    }
}
