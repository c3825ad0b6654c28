package io.halfshake.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Probes to be sent, or sent again, at a given time. A probe costs the same however many there are; nothing is taken
 * out before its time. Belongs to its loop's thread.
 */
final class ResendWheel {
    static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** 5.12 s; what is due later goes round again. */
    private static final int SLOTS = 512;

    private final List<List<PacketProbe>> slots = new ArrayList<>();
    private long nextTick;
    private int size;

    ResendWheel(long now) {
        for (int i = 0; i < SLOTS; i++) {
            slots.add(new ArrayList<>());
        }
        nextTick = now / TICK_NANOS;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** For the time in {@link PacketProbe#dueAt}. */
    void add(PacketProbe probe, long now) {
        if (size == 0) {
            nextTick = now / TICK_NANOS;
        }
        long tick = Math.max(nextTick, Math.min(probe.dueAt / TICK_NANOS + 1, nextTick + SLOTS - 1));
        slots.get((int) Math.floorMod(tick, (long) SLOTS)).add(probe);
        size++;
    }

    /** Gives out all whose time has come. */
    void advance(long now, Consumer<PacketProbe> due) {
        long last = now / TICK_NANOS;
        while (nextTick <= last && size > 0) {
            List<PacketProbe> slot = slots.get((int) Math.floorMod(nextTick, (long) SLOTS));
            // First of all, since there may be no memory for it: then nothing has happened yet.
            List<PacketProbe> taken = List.copyOf(slot);
            nextTick++;
            slot.clear();
            size -= taken.size();
            for (PacketProbe probe : taken) {
                if (probe.dueAt - now <= TICK_NANOS || !isPutBack(probe, now)) {
                    due.accept(probe);
                }
            }
        }
    }

    /** False where there is no memory for it: too early is better than never. */
    private boolean isPutBack(PacketProbe probe, long now) {
        try {
            add(probe, now);
            return true;
        } catch (OutOfMemoryError e) {
            return false;
        }
    }

    /** Removes all probes, due or not. */
    void drain(Consumer<PacketProbe> each) {
        for (List<PacketProbe> slot : slots) {
            slot.forEach(each);
            slot.clear();
        }
        size = 0;
    }
}
