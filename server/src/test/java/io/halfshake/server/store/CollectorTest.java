package io.halfshake.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.halfshake.UnknownReason;
import io.halfshake.monitor.TargetCheckpoint;
import io.halfshake.monitor.TargetStatus;
import io.halfshake.server.store.Batch.TargetSpan;
import io.halfshake.server.store.MinuteBuffer.TargetMinute;
import io.halfshake.testing.CheckResults;
import io.halfshake.testing.TestMonitor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CollectorTest {
    private static final int MAX_EVENTS = 2;

    private final Losses losses = new Losses();
    private final EventBuffer events = new EventBuffer(losses, MAX_EVENTS);
    private final MinuteBuffer minutes = new MinuteBuffer(losses, 50_000);
    private final TestMonitor test = TestMonitor.create(builder -> builder.startSpread(Duration.ZERO));
    private final StoredMonitor all = StoredMonitor.of(test.monitor());
    private @Nullable StoredMonitor monitor;
    private Instant now = Stores.START;
    private final Collector collector = new Collector(events, minutes, losses, () -> monitor, () -> 0, now);

    @AfterEach
    void close() {
        test.close();
    }

    private Batch next() {
        now = now.plusSeconds(1);
        return collector.collect(now);
    }

    /** A target each. */
    private void addMinutes(int count) {
        for (int i = 0; i < count; i++) {
            minutes.add(Stores.result(CheckResults.up("db:" + (i + 1)), false), now);
        }
    }

    @Test
    void minutesOfALongOutage_comeInParts() {
        int count = 2 * Collector.MAX_MINUTES + 10;
        addMinutes(count);
        now = now.plus(Duration.ofHours(1));
        Set<TargetMinute> found = new HashSet<>();
        for (int part = 2; part >= 0; part--) {
            List<TargetMinute> minutesOfPart = next().minutes();
            assertThat(minutesOfPart).hasSizeLessThanOrEqualTo(Collector.MAX_MINUTES);
            found.addAll(minutesOfPart);
            assertThat(collector.isBehind()).isEqualTo(part > 0);
            assertThat(collector.waiting()).isEqualTo(count - found.size());
        }
        assertThat(found).hasSize(count);
        // Those of the turns that passed meanwhile.
        addMinutes(count);
        now = now.plus(Duration.ofMinutes(6));
        assertThat(next().minutes()).hasSize(Collector.MAX_MINUTES);
    }

    private void watch(int count) {
        for (int i = 0; i < count; i++) {
            test.watch("db:" + (i + 1)).up();
        }
        test.advance(Duration.ofSeconds(10));
        monitor = all;
    }

    private void lose(int count) {
        for (int i = 0; i < MAX_EVENTS + count; i++) {
            events.add(Stores.down("db:1", i));
        }
    }

    @Test
    void lossOfEvents_isWrittenAfterTheCheckpointsOfAllTargetsInParts() {
        int count = Collector.MAX_UNCHECKED + 500;
        watch(count);
        lose(3);
        Batch first = next();
        assertThat(first.loss()).isNull();
        assertThat(first.checkpoints()).hasSizeBetween(Collector.MAX_UNCHECKED, Collector.MAX_UNCHECKED + 100);
        assertThat(collector.isBehind()).isTrue();

        Batch second = next();
        assertThat(second.loss())
                .isNotNull()
                .satisfies(loss -> assertThat(loss.events()).isEqualTo(3));
        Set<String> targets = new HashSet<>();
        first.checkpoints().forEach(checkpoint -> targets.add(checkpoint.target()));
        second.checkpoints().forEach(checkpoint -> targets.add(checkpoint.target()));
        assertThat(targets).hasSize(count);
        assertThat(collector.isBehind()).isFalse();
        assertThat(next().loss()).isNull();
    }

    @Test
    void lossOfEvents_waitsForAllCheckpointsAnewWhereSomeWereDropped() {
        watch(Collector.MAX_UNCHECKED + 500);
        lose(3);
        assertThat(next().loss()).isNull();
        collector.dropped(List.of());

        Batch again = next();
        assertThat(again.loss()).isNull();
        assertThat(again.checkpoints()).hasSizeGreaterThanOrEqualTo(Collector.MAX_UNCHECKED);
        assertThat(next().loss())
                .isNotNull()
                .satisfies(loss -> assertThat(loss.events()).isEqualTo(3));
        assertThat(losses.events()).isEqualTo(3);
    }

    @Test
    void end_hasEventsAndCheckpointsBeforeMinutes() {
        watch(Collector.MAX_UNCHECKED + 1);
        lose(1);
        addMinutes(Collector.MAX_MINUTES + 1);
        collector.end();
        List<Batch> parts = new ArrayList<>();
        do {
            parts.add(next());
        } while (collector.isBehind());

        assertThat(parts).extracting(part -> part.checkpoints().size()).containsExactly(Collector.MAX_UNCHECKED, 1, 0);
        assertThat(parts).extracting(part -> part.minutes().size()).containsExactly(0, Collector.MAX_MINUTES, 1);
        assertThat(parts).extracting(part -> part.events().size()).containsExactly(MAX_EVENTS, 0, 0);
        assertThat(parts).extracting(part -> part.loss() != null).containsExactly(false, true, false);
        assertThat(collector.waiting()).isZero();
    }

    private StoredMonitor failingFor(String failing) {
        return new StoredMonitor() {
            @Override
            public List<String> targets() {
                return all.targets();
            }

            @Override
            public @Nullable TargetStatus status(String target) {
                if (target.equals(failing)) {
                    throw new IllegalStateException("of a test");
                }
                return all.status(target);
            }

            @Override
            public @Nullable TargetCheckpoint checkpoint(String target) {
                return all.checkpoint(target);
            }
        };
    }

    /** The first of them has one. */
    private void watchTwoWithASpan() {
        test.watch("db:1").up().unknown(UnknownReason.NO_ROUTE).times(5).up();
        test.watch("db:2").up();
        test.advance(Duration.ofMinutes(10));
        monitor = all;
    }

    /** The monitor has them still. */
    @Test
    void spansOfABatchThatWasDropped_areFoundAgain() {
        watchTwoWithASpan();
        events.add(Stores.down("db:1", 1));
        Batch dropped = next();
        assertThat(dropped.spans()).hasSize(1);
        events.add(Stores.down("db:1", 2));
        assertThat(next().spans()).as("those that are known").isEmpty();

        collector.dropped(dropped.spans());
        events.add(Stores.down("db:1", 3));
        assertThat(next().spans()).isEqualTo(dropped.spans());
    }

    @Test
    void spansOfWhatCannotBePutTogether_areFoundAgain() {
        watchTwoWithASpan();
        monitor = failingFor("db:2");
        events.add(Stores.down("db:1", 1));
        events.add(Stores.down("db:2", 1));
        assertThatIllegalStateException().isThrownBy(this::next);

        monitor = all;
        assertThat(next().spans()).extracting(TargetSpan::target).containsExactly("db:1");
    }

    @Test
    void whatCannotBePutTogether_isCountedAsLost() {
        watch(1);
        monitor = failingFor("db:1");
        lose(3);
        addMinutes(4);
        now = now.plus(Duration.ofMinutes(6));
        assertThatIllegalStateException().isThrownBy(this::next);
        assertThat(losses.events()).isEqualTo(MAX_EVENTS + 3);
        assertThat(losses.minutes()).isEqualTo(4);

        monitor = all;
        assertThat(next().loss())
                .isNotNull()
                .satisfies(loss -> assertThat(loss.events()).isEqualTo(MAX_EVENTS + 3))
                .satisfies(loss -> assertThat(loss.minutes()).isEqualTo(4));
    }
}
