package io.halfshake.linux;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Where any thread leaves probes for another. The links are fields of the probes: adding one allocates nothing. */
final class Inbox {
    /** Which link of a probe is used. A probe may be in an inbox of each kind at the same time. */
    enum Kind {
        STARTS,
        COMMANDS
    }

    private final Kind kind;
    private final AtomicReference<@Nullable LoopProbe> latest = new AtomicReference<>();

    Inbox(Kind kind) {
        this.kind = kind;
    }

    /** Adds a probe that is in no inbox of this kind, and never was. */
    void add(LoopProbe probe) {
        LoopProbe before;
        do {
            before = latest.get();
            link(probe, before);
        } while (!latest.compareAndSet(before, probe));
    }

    boolean isEmpty() {
        return latest.get() == null;
    }

    /** All of them, linked, the earliest first. They belong to the caller from now on. */
    @Nullable
    LoopProbe takeAll() {
        LoopProbe earliestFirst = null;
        LoopProbe probe = latest.getAndSet(null);
        while (probe != null) {
            LoopProbe earlier = next(probe);
            link(probe, earliestFirst);
            earliestFirst = probe;
            probe = earlier;
        }
        return earliestFirst;
    }

    /** The one behind it, among those that were taken. */
    @Nullable
    LoopProbe next(LoopProbe probe) {
        return kind == Kind.STARTS ? probe.next : probe.nextCommanded;
    }

    private void link(LoopProbe probe, @Nullable LoopProbe next) {
        if (kind == Kind.STARTS) {
            probe.next = next;
        } else {
            probe.nextCommanded = next;
        }
    }
}
