package io.halfshake.internal;

import org.jspecify.annotations.Nullable;

/**
 * How many packets this machine has dropped where the sender is not told, as Linux counts them. Only counters of which
 * any rise concerns whatever was sent meanwhile: others, such as IPReversePathFilter, rise with every stray packet.
 *
 * @param takenAt when they were read, on the scale of {@link System#nanoTime()}
 * @param ipv4Neighbours packets for which the table of IPv4 neighbours had no room
 * @param ipv6Neighbours packets for which the table of IPv6 neighbours had no room
 * @param connections packets for which the table of connections had no room
 */
public record DropCounters(long takenAt, long ipv4Neighbours, long ipv6Neighbours, long connections) {
    /** A counter that this machine does not have or does not show. */
    static final long UNKNOWN = -1;

    /** A counter that is there and could not be read, perhaps only this time. */
    static final long UNREADABLE = -2;

    /**
     * What has dropped packets since an earlier reading.
     *
     * @param earlier a reading from before the packet in question was sent
     * @param isIpv6 the family of the packet in question
     * @return what, how often and what helps, or which counter was known at one of the times only; null if nothing has
     */
    public @Nullable String risenSince(DropCounters earlier, boolean isIpv6) {
        long neighboursBefore = isIpv6 ? earlier.ipv6Neighbours : earlier.ipv4Neighbours;
        long neighboursNow = isIpv6 ? ipv6Neighbours : ipv4Neighbours;
        String name = isIpv6 ? "ndisc_cache" : "arp_cache";
        long neighbours = rise(neighboursBefore, neighboursNow);
        if (neighbours > 0) {
            String family = isIpv6 ? "ipv6" : "ipv4";
            return "neighbour table: table_fulls in /proc/net/stat/" + name + " rose by " + neighbours
                    + " (expected 0; raise net." + family + ".neigh.default.gc_thresh3)";
        }
        long dropped = rise(earlier.connections, connections);
        if (dropped > 0) {
            return "connection table: drop in /proc/net/stat/nf_conntrack rose by " + dropped
                    + " (expected 0; raise net.netfilter.nf_conntrack_max)";
        }
        if (mayHaveRisen(neighboursBefore, neighboursNow)) {
            return unreadable("neighbour table: table_fulls in /proc/net/stat/" + name);
        }
        return mayHaveRisen(earlier.connections, connections)
                ? unreadable("connection table: drop in /proc/net/stat/nf_conntrack")
                : null;
    }

    /** Whether each counter that an earlier reading knows is known or is no longer there. */
    boolean canReplace(DropCounters earlier) {
        return !isLost(earlier.ipv4Neighbours, ipv4Neighbours)
                && !isLost(earlier.ipv6Neighbours, ipv6Neighbours)
                && !isLost(earlier.connections, connections);
    }

    private static long rise(long from, long to) {
        return from < 0 || to < 0 ? 0 : to - from;
    }

    /** Where it could be read neither time, a sandbox is likely to forbid it always. */
    private static boolean mayHaveRisen(long from, long to) {
        return (from >= 0 && to < 0) || (from == UNREADABLE && to >= 0);
    }

    private static boolean isLost(long from, long to) {
        return from >= 0 && to == UNREADABLE;
    }

    private static String unreadable(String counter) {
        return counter + " could not be read (expected a reading from before the packet was sent and one from after;"
                + " raise the limit of open files if it is reached)";
    }
}
