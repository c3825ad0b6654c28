package io.halfshake.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Questions that want to be sent, or sent again, at a time. A question costs the same however many there are; nothing
 * is taken out before its time. Belongs to its loop's thread.
 */
final class DueWheel {
    static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** 5.12 s; what is due later goes round again. */
    private static final int SLOTS = 512;

    private final List<List<PacketQuestion>> slots = new ArrayList<>();
    private long nextTick;
    private int size;

    DueWheel(long now) {
        for (int i = 0; i < SLOTS; i++) {
            slots.add(new ArrayList<>());
        }
        nextTick = now / TICK_NANOS;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** For the time in {@link PacketQuestion#dueAt}. */
    void add(PacketQuestion question, long now) {
        if (size == 0) {
            nextTick = now / TICK_NANOS;
        }
        long tick = Math.max(nextTick, Math.min(question.dueAt / TICK_NANOS + 1, nextTick + SLOTS - 1));
        slots.get((int) Math.floorMod(tick, (long) SLOTS)).add(question);
        size++;
    }

    /** Gives out all whose time has come. */
    void advance(long now, Consumer<PacketQuestion> due) {
        long last = now / TICK_NANOS;
        while (nextTick <= last && size > 0) {
            List<PacketQuestion> slot = slots.get((int) Math.floorMod(nextTick++, (long) SLOTS));
            List<PacketQuestion> taken = List.copyOf(slot);
            slot.clear();
            size -= taken.size();
            for (PacketQuestion question : taken) {
                if (question.dueAt - now > TICK_NANOS) {
                    add(question, now);
                } else {
                    due.accept(question);
                }
            }
        }
    }

    /** Gives out all, be it time or not. */
    void drain(Consumer<PacketQuestion> each) {
        List<PacketQuestion> all = slots.stream().flatMap(List::stream).toList();
        slots.forEach(List::clear);
        size = 0;
        all.forEach(each);
    }
}
