package io.halfshake.linux;

import io.halfshake.Handshake;
import io.halfshake.spi.Engine;
import io.halfshake.spi.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An engine that is driven by event loops. */
class LoopEngine implements Engine {
    private final String name;
    final LoopSlot[] slots;
    private final DescriptorBudget budget;
    private final AtomicInteger next = new AtomicInteger();
    private final Runnable onceOver;
    private final AtomicBoolean closed = new AtomicBoolean();

    LoopEngine(String name, List<LoopSlot> slots, DescriptorBudget budget) {
        this(name, slots, budget, LibCBinding::release);
    }

    /** With what is to be done after its last system call. */
    LoopEngine(String name, List<LoopSlot> slots, DescriptorBudget budget, Runnable onceOver) {
        this.onceOver = onceOver;
        this.name = name;
        this.slots = slots.toArray(new LoopSlot[0]);
        this.budget = budget;
    }

    /** A loop on each of these, which are ended if that fails. */
    static List<LoopSlot> slots(List<EventLoop> eventLoops, LoopSlot.Maker maker) {
        // As long as it gets: one that is open already must find room in it.
        List<LoopSlot> slots = new ArrayList<>(eventLoops.size());
        boolean all = false;
        try {
            for (EventLoop eventLoop : eventLoops) {
                slots.add(new LoopSlot(eventLoop, maker));
            }
            all = true;
            return slots;
        } finally {
            if (!all) {
                slots.forEach(LoopEngine::abandon);
                EventLoops.end(eventLoops);
            }
        }
    }

    /** A slot that is not closed in time keeps the functions bound until it is. */
    private static void abandon(LoopSlot slot) {
        if (!slot.close(System.nanoTime() + EventLoops.CLOSE_WAIT_NANOS)) {
            LibCBinding.retain();
            slot.whenOver(LibCBinding::release);
        }
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Handshake handshake() {
        return Handshake.HALF;
    }

    @Override
    public final int capacity() {
        return budget.sockets();
    }

    @Override
    public final @Nullable String capacityLimit() {
        return budget.limit();
    }

    @Override
    public final void start(Probe probe) {
        EngineLoop<?> loop = slot().loop();
        LoopProbe loopProbe = loop.loopProbe(probe);
        probe.attach(loopProbe);
        loop.start(loopProbe);
    }

    /** In turn; one whose event loop has ended only where all have. */
    private LoopSlot slot() {
        if (slots.length == 1) {
            return slots[0];
        }
        int first = Math.floorMod(next.getAndIncrement(), slots.length);
        for (int i = 0; i < slots.length; i++) {
            LoopSlot slot = slots[(first + i) % slots.length];
            if (slot.isUsable()) {
                return slot;
            }
        }
        return slots[first];
    }

    @Override
    public final void expire(Probe probe) {
        signal(probe, LoopProbe.Command.EXPIRE);
    }

    @Override
    public final void cancel(Probe probe) {
        signal(probe, LoopProbe.Command.CANCEL);
    }

    private static void signal(Probe probe, LoopProbe.Command command) {
        if (probe.attachment() instanceof LoopProbe loopProbe) {
            loopProbe.loop.signal(loopProbe, command);
        }
    }

    @Override
    public final void close() {
        long deadline = System.nanoTime() + EventLoops.CLOSE_WAIT_NANOS;
        for (LoopSlot slot : slots) {
            try {
                slot.close(deadline);
            } catch (RuntimeException | Error e) {
                // The others are closed all the same.
                LoopWarning.LOOP_NOT_CLOSED.report(e);
            }
        }
        if (closed.compareAndSet(false, true)) {
            try {
                afterLastCall();
            } catch (RuntimeException | Error e) {
                LoopWarning.LIBRARY_STAYS_BOUND.report(e);
            }
        }
    }

    /** A loop that could not be waited for, as where this is its thread, may still make system calls. */
    private void afterLastCall() {
        AtomicInteger left = new AtomicInteger(slots.length);
        for (LoopSlot slot : slots) {
            slot.whenOver(() -> {
                if (left.decrementAndGet() == 0) {
                    onceOver.run();
                }
            });
        }
    }

    @Override
    public final long completedHandshakes() {
        long sum = 0;
        for (LoopSlot slot : slots) {
            sum += slot.completedHandshakes();
        }
        return sum;
    }

    @Override
    public final long longestAnswerWaitNanos() {
        int longest = 0;
        for (LoopSlot slot : slots) {
            longest = Math.max(longest, slot.longestAnswerWaitMillis());
        }
        return TimeUnit.MILLISECONDS.toNanos(longest);
    }
}
