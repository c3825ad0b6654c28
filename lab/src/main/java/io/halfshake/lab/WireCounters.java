package io.halfshake.lab;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** What each host got and sent, counted by the lab itself. */
final class WireCounters {
    private static final int FAMILIES = 2;

    /** What is counted. */
    enum Count {
        /** SYNs sent to the host, the lost ones among them. */
        SYN,
        /** SYN-ACKs that the host sent and that were not lost. */
        SYN_ACK,
        /** RSTs that ended a handshake. */
        RST,
        /** ACKs that completed a handshake: an application would have been woken. */
        ACK,
        /** Of these, the ones that a further SYN or SYN-ACK has drawn. */
        CHALLENGE,
        /** FINs, and segments that belong to no handshake, as the answer to a forged one. */
        STRAY
    }

    /** Of one kind: for each host, and in all. */
    private static final class Tally {
        private final int[] ofHost = new int[FAMILIES * Addresses.HOSTS];
        private long all;
    }

    private final Map<Count, Tally> tallies = new EnumMap<>(Count.class);
    private final long[] synAt = new long[FAMILIES * Addresses.HOSTS];
    private final long[] delays = new long[FAMILIES * Addresses.HOSTS];

    WireCounters() {
        for (Count count : Count.values()) {
            tallies.put(count, new Tally());
        }
    }

    private static int index(boolean ipv6, int host) {
        return ipv6 ? Addresses.HOSTS + host : host;
    }

    void add(Count count, boolean ipv6, int host) {
        Tally tally = Objects.requireNonNull(tallies.get(count));
        tally.ofHost[index(ipv6, host)]++;
        tally.all++;
    }

    void syn(boolean ipv6, int host, long now) {
        add(Count.SYN, ipv6, host);
        synAt[index(ipv6, host)] = now;
    }

    void answered(boolean ipv6, int host, long now) {
        delays[index(ipv6, host)] = now - synAt[index(ipv6, host)];
    }

    /** Forgets a host's past. */
    void clear(boolean ipv6, int host) {
        for (Tally tally : tallies.values()) {
            tally.ofHost[index(ipv6, host)] = 0;
        }
        synAt[index(ipv6, host)] = 0;
        delays[index(ipv6, host)] = 0;
    }

    /** All counts of a host, and nanoseconds from its last SYN to the last answer, in one line. */
    String line(boolean ipv6, int host) {
        StringBuilder line = new StringBuilder();
        for (Tally tally : tallies.values()) {
            line.append(tally.ofHost[index(ipv6, host)]).append(' ');
        }
        return line.append(delays[index(ipv6, host)]).toString();
    }

    String totals() {
        StringBuilder line = new StringBuilder();
        for (Tally tally : tallies.values()) {
            line.append(tally.all).append(' ');
        }
        return line.toString();
    }
}
