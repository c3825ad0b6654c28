package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeSpansTest {
    private static TimeSpans random(Random random) {
        TimeSpans spans = new TimeSpans();
        for (int i = random.nextInt(8); i > 0; i--) {
            int from = random.nextInt(100);
            spans.add(from, from + random.nextInt(30));
        }
        return spans;
    }

    private static BitSet moments(TimeSpans spans, int lowest, int highest) {
        BitSet moments = new BitSet();
        for (int i = 0; i < spans.count(); i++) {
            int from = Math.max(lowest, (int) spans.from(i));
            int to = Math.min(highest, (int) spans.to(i));
            if (from < to) {
                moments.set(from, to);
            }
        }
        return moments;
    }

    @Test
    void mergeAndOverlap_agreeWithCountingEachMoment() {
        Random random = new Random(6);
        for (int round = 0; round < 3_000; round++) {
            int lowest = random.nextInt(60);
            int highest = lowest + random.nextInt(60);
            TimeSpans one = random(random);
            TimeSpans other = random(random);
            TimeSpans merged = one.merged(lowest, highest);
            TimeSpans otherMerged = other.merged(lowest, highest);
            BitSet both = moments(one, lowest, highest);
            both.and(moments(other, lowest, highest));

            assertThat(moments(merged, 0, 200)).isEqualTo(moments(one, lowest, highest));
            assertThat(merged.length()).isEqualTo(moments(one, lowest, highest).cardinality());
            assertThat(merged.overlap(otherMerged)).isEqualTo(both.cardinality());
            for (int i = 1; i < merged.count(); i++) {
                assertThat(merged.from(i)).isGreaterThan(merged.to(i - 1));
            }
        }
    }

    @Test
    void removeFirst_dropsTheOldestSpan() {
        TimeSpans spans = new TimeSpans();
        for (int i = 0; i < 10; i++) {
            spans.add(i, i + 1);
        }
        spans.removeFirst();

        assertThat(spans.count()).isEqualTo(9);
        assertThat(spans.from(0)).isEqualTo(1);
        assertThat(spans.to(8)).isEqualTo(10);
    }
}
