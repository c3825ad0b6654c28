package io.halfshake.monitor;

import org.jspecify.annotations.Nullable;

/**
 * Events in order. One that there is no memory for is not added, and none before it is lost, as it would be in an array
 * that cannot grow. Guarded by its owner.
 */
final class EventQueue {
    private @Nullable Link first;
    private @Nullable Link last;

    private static final class Link {
        final Object event;

        @Nullable
        Link next;

        Link(Object event) {
            this.event = event;
        }
    }

    void add(Object event) {
        Link added = new Link(event);
        if (last == null) {
            first = added;
        } else {
            last.next = added;
        }
        last = added;
    }

    @Nullable
    Object poll() {
        Link polled = first;
        if (polled == null) {
            return null;
        }
        first = polled.next;
        last = first == null ? null : last;
        return polled.event;
    }

    boolean isEmpty() {
        return first == null;
    }
}
