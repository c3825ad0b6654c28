package io.halfshake.linux;

import io.halfshake.Evidence;
import io.halfshake.UnknownReason;
import io.halfshake.internal.DropCounters;
import io.halfshake.internal.LocalDrops;
import io.halfshake.spi.Outcome;

/**
 * Whether a SYN that nothing answered may never have left this machine: connect(2) says EINPROGRESS all the same.
 * Belongs to its loop's thread.
 */
final class UnsentSyns {
    /** linux/include/uapi/linux/sock_diag.h, SK_MEMINFO_WMEM_ALLOC: the third of its numbers. */
    private static final int IN_QUEUES = 8;

    private static final int MEMORY_LENGTH = 36;

    private final SystemCalls calls;
    private final LocalDrops drops;
    private final NativeMemory memory = new NativeMemory(MEMORY_LENGTH);

    UnsentSyns(SystemCalls calls, LocalDrops drops) {
        this.calls = calls;
        this.drops = drops;
        // The first reading takes the longest, and is not to hold up a check.
        drops.before();
    }

    /** What had been dropped by now. To be asked for before the SYN is sent. */
    DropCounters before() {
        return drops.before();
    }

    /**
     * Silence, or the local failure that explains it.
     *
     * @param isSynDropped whether it is known of this very SYN
     */
    Outcome orLocalFailure(Outcome silent, HalfOpenSocket socket, HalfOpenProbe probe, boolean isSynDropped) {
        int syns = silent.evidence().syns();
        if (isSynDropped) {
            return failed("transmit queue: full, or without a carrier (expected room for a SYN)", syns);
        }
        DropCounters before = probe.dropsBefore;
        String dropped = before == null ? null : drops.since(before, probe.sentAt, socket.family == LibC.AF_INET6);
        return dropped == null || isWaitingForNeighbour(socket) ? silent : failed(dropped, syns);
    }

    /** A SYN that still waits for its neighbour's link address has a place in the table: that neighbour is silent. */
    private boolean isWaitingForNeighbour(HalfOpenSocket socket) {
        int result = calls.getOption(socket.descriptor, LibC.SOL_SOCKET, LibC.SO_MEMINFO, memory, MEMORY_LENGTH);
        return result > IN_QUEUES && memory.bytes.getInt(IN_QUEUES) > 0;
    }

    private static Outcome failed(String cause, int syns) {
        Evidence evidence = Evidence.local(EngineNames.HALF_OPEN, syns);
        return new Outcome.Failed(UnknownReason.LOCAL_FAILURE, new IllegalStateException(cause), evidence);
    }
}
