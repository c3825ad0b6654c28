package io.halfshake.monitor;

import org.jspecify.annotations.Nullable;

/**
 * Run in a JVM of its own with a small heap: adds events before, while and after nothing can be allocated, and prints
 * those that are there in the end.
 */
public final class EventsInAFullHeap {
    private static final int EVENTS = 100;

    private static Object @Nullable [] filling;

    private EventsInAFullHeap() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) {
        EventQueue queue = new EventQueue();
        String[] before = events("before");
        String[] during = events("during");
        String[] after = events("after");
        for (String event : before) {
            queue.add(event);
        }
        int refused = 0;
        fill();
        for (String event : during) {
            try {
                queue.add(event);
            } catch (OutOfMemoryError e) {
                refused++;
            }
        }
        filling = null;
        for (String event : after) {
            queue.add(event);
        }
        System.out.println("refused " + (refused > 0));
        for (Object event = queue.poll(); event != null; event = queue.poll()) {
            System.out.println(event);
        }
    }

    private static String[] events(String kind) {
        String[] events = new String[EVENTS];
        for (int i = 0; i < EVENTS; i++) {
            events[i] = kind + " " + i;
        }
        return events;
    }

    /** To the last few bytes. */
    private static void fill() {
        int length = 1 << 16;
        while (length > 0) {
            try {
                Object[] next = new Object[length];
                next[0] = filling;
                filling = next;
            } catch (OutOfMemoryError e) {
                length /= 2;
            }
        }
    }
}
