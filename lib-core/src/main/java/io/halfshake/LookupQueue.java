package io.halfshake;

import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which blocking look-up starts next, and how many run at a time: a multilevel queue, in which a name's last look-up
 * decides where its next one waits. Names that hang so leave threads to those that do not. It has neither threads nor a
 * clock, and is guarded by its user's lock.
 */
final class LookupQueue {
    /** A look-up that hangs in the operating system cannot be ended, and keeps its thread. */
    static final int MAX_RUNNING = 160;

    /** What only names that were quick last time may use. */
    static final int RESERVED = 16;

    /** How long a look-up counts as quick. */
    static final long QUICK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** How long a look-up waits for its turn until it counts as held up, and not as one of many asked at once. */
    static final long HELD_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** In the order in which they are served. */
    enum Lane {
        /** Found quickly last time. */
        QUICK(64, MAX_RUNNING, true),

        /** Nothing is known of its look-ups. */
        NEW(32, MAX_RUNNING - RESERVED, true),

        /** Found last time, and it took long. */
        SLOW(32, MAX_RUNNING - RESERVED, false),

        /** Not found last time, or too late, and it took long. */
        HUNG(32, MAX_RUNNING - RESERVED, false);

        private final int atOnce;
        private final int maxRunning;
        private final boolean paced;

        /**
         * A lane.
         *
         * @param atOnce how many of its look-ups run at a time
         * @param maxRunning above that many look-ups of all lanes, none of this one starts
         * @param paced whether a look-up that is no longer quick leaves its place to the next one
         */
        Lane(int atOnce, int maxRunning, boolean paced) {
            this.atOnce = atOnce;
            this.maxRunning = maxRunning;
            this.paced = paced;
        }
    }

    /** A look-up that waits or runs. */
    abstract static class Entry {
        private final Lane lane;
        private boolean started;
        private long addedAt;
        private long startedAt;

        Entry(Lane lane) {
            this.lane = lane;
        }

        final boolean hasStarted() {
            return started;
        }

        /** Whether it still waits, and has done so for long. */
        final boolean isHeldUp(long now) {
            return !started && nanosToHeldUp(this, now) <= 0;
        }
    }

    private static final class Places {
        /** Longer than those that wait, and so before them. */
        final Set<Entry> heldUp = new LinkedHashSet<>();

        final Set<Entry> waiting = new LinkedHashSet<>();
        final ArrayDeque<Entry> taken;

        Places(int atOnce) {
            // Never grows: where there is no memory for that, its oldest element is lost.
            taken = new ArrayDeque<>(atOnce);
        }

        boolean anyWaits() {
            return !heldUp.isEmpty() || !waiting.isEmpty();
        }
    }

    private final Map<Lane, Places> places = new EnumMap<>(Lane.class);
    private int running;

    LookupQueue() {
        for (Lane lane : Lane.values()) {
            places.put(lane, new Places(lane.atOnce));
        }
    }

    void add(Entry entry, long now) {
        entry.addedAt = now;
        of(entry.lane).waiting.add(entry);
    }

    /** Takes out what has not started. */
    void remove(Entry entry) {
        Places here = of(entry.lane);
        here.heldUp.remove(entry);
        here.waiting.remove(entry);
    }

    /** Starts the next look-up; null if none waits, or none of those that wait may start now. */
    @Nullable
    Entry next(long now) {
        for (Lane lane : Lane.values()) {
            Places here = of(lane);
            if (here.anyWaits() && running < lane.maxRunning) {
                freePlaces(lane, here, now);
                if (here.taken.size() < lane.atOnce) {
                    return start(here, now);
                }
            }
        }
        return null;
    }

    private static void freePlaces(Lane lane, Places here, long now) {
        while (lane.paced && !here.taken.isEmpty() && nanosLeft(here.taken.getFirst(), now) <= 0) {
            here.taken.removeFirst();
        }
    }

    private static long nanosLeft(Entry entry, long now) {
        return QUICK_NANOS - (now - entry.startedAt);
    }

    private Entry start(Places here, long now) {
        Iterator<Entry> first = (here.heldUp.isEmpty() ? here.waiting : here.heldUp).iterator();
        Entry entry = first.next();
        here.taken.addLast(entry);
        first.remove();
        entry.started = true;
        entry.startedAt = now;
        running++;
        return entry;
    }

    void finished(Entry entry) {
        of(entry.lane).taken.remove(entry);
        running--;
    }

    int running() {
        return running;
    }

    /** How long until a look-up that waits may start although none ends; {@link Long#MAX_VALUE} if none may. */
    long nanosToNext(long now) {
        long soonest = Long.MAX_VALUE;
        for (Lane lane : Lane.values()) {
            Places here = of(lane);
            if (lane.paced && here.anyWaits() && !here.taken.isEmpty() && running < lane.maxRunning) {
                soonest = Math.min(soonest, Math.max(0, nanosLeft(here.taken.getFirst(), now)));
            }
        }
        return soonest;
    }

    /** Tells once of each look-up that is held up; null if there is none that it has not told of. It still waits. */
    @Nullable
    Entry nextHeldUp(long now) {
        for (Lane lane : Lane.values()) {
            Places here = of(lane);
            Iterator<Entry> first = here.waiting.iterator();
            if (first.hasNext()) {
                Entry entry = first.next();
                if (nanosToHeldUp(entry, now) <= 0) {
                    here.heldUp.add(entry);
                    first.remove();
                    return entry;
                }
            }
        }
        return null;
    }

    /** How long until {@link #nextHeldUp} may have one to tell of; {@link Long#MAX_VALUE} if none waits. */
    long nanosToHeldUp(long now) {
        long soonest = Long.MAX_VALUE;
        for (Lane lane : Lane.values()) {
            Iterator<Entry> first = of(lane).waiting.iterator();
            if (first.hasNext()) {
                soonest = Math.min(soonest, Math.max(0, nanosToHeldUp(first.next(), now)));
            }
        }
        return soonest;
    }

    private static long nanosToHeldUp(Entry entry, long now) {
        return HELD_UP_NANOS - (now - entry.addedAt);
    }

    private Places of(Lane lane) {
        Places here = places.get(lane);
        if (here == null) {
            throw new AssertionError(lane);
        }
        return here;
    }
}
