package io.halfshake;

import static io.halfshake.LookupQueue.HELD_UP_NANOS;
import static io.halfshake.LookupQueue.MAX_RUNNING;
import static io.halfshake.LookupQueue.QUICK_NANOS;
import static io.halfshake.LookupQueue.RESERVED;
import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.LookupQueue.Lane;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LookupQueueTest {
    private static final long NOW = Long.MAX_VALUE - 1_000;

    private final LookupQueue queue = new LookupQueue();

    private static final class Entry extends LookupQueue.Entry {
        Entry(Lane lane) {
            super(lane);
        }
    }

    private List<LookupQueue.Entry> add(Lane lane, int count) {
        List<LookupQueue.Entry> added = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            added.add(new Entry(lane));
        }
        added.forEach(entry -> queue.add(entry, NOW));
        return added;
    }

    private List<LookupQueue.Entry> start(long now) {
        List<LookupQueue.Entry> started = new ArrayList<>();
        for (LookupQueue.Entry next = queue.next(now); next != null; next = queue.next(now)) {
            started.add(next);
        }
        return started;
    }

    @Test
    void lookupsOfALane_startInOrder() {
        List<LookupQueue.Entry> added = add(Lane.NEW, 40);

        assertThat(start(NOW)).isEqualTo(added.subList(0, 32)).allMatch(LookupQueue.Entry::hasStarted);
        assertThat(added.subList(32, 40)).noneMatch(LookupQueue.Entry::hasStarted);
        queue.finished(added.get(5));
        assertThat(start(NOW)).isEqualTo(added.subList(32, 33));
    }

    @Test
    void hangingLookup_freesItsPlaceButNotItsThread() {
        List<LookupQueue.Entry> added = add(Lane.NEW, 10_000);
        start(NOW);

        assertThat(queue.nanosToNext(NOW + 1)).isEqualTo(QUICK_NANOS - 1);
        assertThat(start(NOW + QUICK_NANOS - 1)).isEmpty();
        assertThat(start(NOW + QUICK_NANOS)).isEqualTo(added.subList(32, 64));
        assertThat(start(NOW + 2 * QUICK_NANOS)).hasSize(32);
        assertThat(start(NOW + 3 * QUICK_NANOS)).hasSize(32);
        assertThat(start(NOW + 4 * QUICK_NANOS)).hasSize(MAX_RUNNING - RESERVED - 4 * 32);
        assertThat(start(NOW + 1_000 * QUICK_NANOS)).isEmpty();
        assertThat(queue.nanosToNext(NOW)).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Lane.class,
            names = {"SLOW", "HUNG"})
    void slowNames_useOnlyAFewThreads(Lane lane) {
        List<LookupQueue.Entry> added = add(lane, 10_000);

        assertThat(start(NOW)).isEqualTo(added.subList(0, 32));
        assertThat(start(NOW + 1_000 * QUICK_NANOS)).isEmpty();
        assertThat(queue.nanosToNext(NOW)).isEqualTo(Long.MAX_VALUE);
        queue.finished(added.get(0));
        assertThat(start(NOW)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Lane.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"QUICK"})
    void quickNames_startEvenIfAllOthersHang(Lane others) {
        add(others, 10_000);
        for (int i = 0; i < 100; i++) {
            start(NOW + i * QUICK_NANOS);
        }
        List<LookupQueue.Entry> quick = add(Lane.QUICK, RESERVED);

        assertThat(start(NOW + 100 * QUICK_NANOS)).isEqualTo(quick);
    }

    @Test
    void quickNames_haveMorePlacesThanReservedThreads() {
        List<LookupQueue.Entry> quick = add(Lane.QUICK, 10_000);
        List<LookupQueue.Entry> unknown = add(Lane.NEW, 32);

        assertThat(start(NOW))
                .hasSize(64 + 32)
                .containsAll(quick.subList(0, 64))
                .containsAll(unknown);
        assertThat(start(NOW + QUICK_NANOS)).isEqualTo(quick.subList(64, 128));
        assertThat(start(NOW + 2 * QUICK_NANOS)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Lane.class)
    void longWaitingLookup_isReportedAsHeldUpOnce(Lane lane) {
        add(lane, 10_000);
        List<LookupQueue.Entry> running = start(NOW);
        assertThat(queue.nanosToHeldUp(NOW + 1)).isEqualTo(HELD_UP_NANOS - 1);
        assertThat(queue.nextHeldUp(NOW + HELD_UP_NANOS - 1)).isNull();
        List<LookupQueue.Entry> told = new ArrayList<>();
        for (LookupQueue.Entry next = heldUp(); next != null; next = heldUp()) {
            told.add(next);
        }

        assertThat(told).isNotEmpty().doesNotHaveDuplicates().noneMatch(LookupQueue.Entry::hasStarted);
        assertThat(queue.nanosToHeldUp(NOW)).isEqualTo(Long.MAX_VALUE);
        LookupQueue.Entry last = new Entry(lane);
        queue.add(last, NOW + HELD_UP_NANOS);
        queue.remove(told.get(1));
        running.forEach(queue::finished);
        List<LookupQueue.Entry> started = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            List<LookupQueue.Entry> more = start(NOW + i * QUICK_NANOS);
            more.forEach(queue::finished);
            started.addAll(more);
        }
        told.remove(1);
        assertThat(started).containsSubsequence(told).endsWith(last);
    }

    private LookupQueue.@Nullable Entry heldUp() {
        return queue.nextHeldUp(NOW + HELD_UP_NANOS);
    }

    @Test
    void runningLookups_neverExceedTheBound() {
        int started = 0;
        for (Lane lane : Lane.values()) {
            add(lane, 10_000);
        }
        for (int i = 0; i < 100; i++) {
            started += start(NOW + i * QUICK_NANOS).size();
        }

        assertThat(started).isEqualTo(MAX_RUNNING);
    }

    @Test
    void removedLookup_doesNotStart() {
        List<LookupQueue.Entry> added = add(Lane.NEW, 40);
        queue.remove(added.get(0));
        queue.remove(added.get(35));

        assertThat(start(NOW)).isEqualTo(added.subList(1, 33));
        assertThat(start(NOW + QUICK_NANOS))
                .containsExactly(
                        added.get(33), added.get(34), added.get(36), added.get(37), added.get(38), added.get(39));
    }
}
