package io.halfshake.linux;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The probes that wait to be sent to one host, in the order in which they came. Belongs to its loop's thread. */
final class HostQueue {
    private final RateLimiter pace;

    /** The one whose turn it is, which is kept elsewhere until its time has come. */
    private @Nullable PacketProbe next;

    /** Empty while {@link #next} is null. */
    private final ProbeQueue behind = new ProbeQueue();

    HostQueue(int packetsPerSecond, long now) {
        pace = new RateLimiter(packetsPerSecond, now);
    }

    boolean isTurnOf(PacketProbe probe) {
        return next == probe;
    }

    boolean isBehindOthers(PacketProbe probe) {
        return next != null && !isTurnOf(probe);
    }

    void addLast(PacketProbe probe) {
        behind.addLast(probe);
    }

    /** Makes it this probe's turn. Returns zero, or how long to wait first. */
    long take(PacketProbe probe, long now) {
        next = probe;
        return pace.take(now);
    }

    /** For a probe that has taken its turn, and uses it only now. */
    void takeAgain(long now) {
        pace.takeAgain(now);
    }

    /** The one whose turn it is will not use it, and may be nowhere any more. */
    boolean isNextOver() {
        return next != null && next.state == LoopProbe.State.OVER;
    }

    long untilFree(long now) {
        return pace.untilFree(now);
    }

    /** Makes it the turn of the first behind it that is not over, and returns that one. */
    @Nullable
    PacketProbe advance() {
        do {
            next = behind.poll();
        } while (next != null && next.state == LoopProbe.State.OVER);
        return next;
    }

    boolean isIdle(long now) {
        return next == null && pace.isIdle(now);
    }

    /** Removes all but the one whose turn it is. */
    void drain(Consumer<PacketProbe> each) {
        for (PacketProbe probe = behind.poll(); probe != null; probe = behind.poll()) {
            each.accept(probe);
        }
    }
}
