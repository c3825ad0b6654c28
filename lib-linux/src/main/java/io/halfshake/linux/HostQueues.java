package io.halfshake.linux;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Makes packets wait where the rate to each host is limited. Belongs to its loop's thread. */
final class HostQueues {
    private static final int HOSTS_BEFORE_SWEEP = 10_000;

    private final int packetsPerSecond;
    private final Sender sender;
    private final Map<InetAddress, HostQueue> hosts = new HashMap<>();
    private int sweepAbove = HOSTS_BEFORE_SWEEP;

    /** Keeps the probe whose turn it is. */
    interface Sender {
        /** Asks {@link #mayBeSent} as soon as it can. */
        void sendNext(PacketProbe probe);

        /** Asks {@link #mayBeSent} when this much time has passed, or as much as two ticks later. */
        void sendAfter(PacketProbe probe, long nanos, long now);

        /** Ends a probe that could not be kept, and throws nothing. */
        void fail(PacketProbe probe, Throwable error);
    }

    /**
     * Makes packets wait.
     *
     * @param packetsPerSecond for each host, or {@link RateLimiter#UNLIMITED}
     */
    HostQueues(int packetsPerSecond, Sender sender) {
        this.packetsPerSecond = packetsPerSecond;
        this.sender = sender;
    }

    /** If not now, the sender gets the probe back when its turn has come. */
    boolean mayBeSent(PacketProbe probe, long now) {
        if (packetsPerSecond == RateLimiter.UNLIMITED) {
            return true;
        }
        HostQueue host = of(probe, now);
        if (probe.hasTurn) {
            host.takeAgain(now);
            return true;
        }
        if (host.isBehindOthers(probe)) {
            probe.heldBack();
            host.addLast(probe);
            if (host.isNextOver()) {
                advance(host, now);
            }
            return false;
        }
        long wait = host.take(probe, now);
        if (wait > 0) {
            keep(probe, wait, now);
            return false;
        }
        probe.hasTurn = true;
        advance(host, now);
        return true;
    }

    /** This one is not going to be sent. If it was its turn, it is that of the one behind it. */
    void passTurn(PacketProbe probe, long now) {
        if (packetsPerSecond != RateLimiter.UNLIMITED) {
            HostQueue host = hosts.get(hostOf(probe));
            if (host != null && host.isTurnOf(probe)) {
                advance(host, now);
            }
        }
    }

    /** Removes all that wait behind others; the sender has the rest. */
    void drain(Consumer<PacketProbe> each) {
        hosts.values().forEach(host -> host.drain(each));
        hosts.clear();
    }

    private static InetAddress hostOf(PacketProbe probe) {
        return probe.request.address().getAddress();
    }

    private HostQueue of(PacketProbe probe, long now) {
        if (hosts.size() > sweepAbove) {
            hosts.values().removeIf(host -> host.isIdle(now));
            // Where few are idle, not again for each packet.
            sweepAbove = Math.max(HOSTS_BEFORE_SWEEP, 2 * hosts.size());
        }
        return hosts.computeIfAbsent(hostOf(probe), unused -> new HostQueue(packetsPerSecond, now));
    }

    /** Comes back a tick early rather than late: one that comes before its turn is kept again. */
    private void keep(PacketProbe probe, long wait, long now) {
        sender.sendAfter(probe, Math.max(0, wait - ResendWheel.TICK_NANOS), now);
    }

    /** Throws nothing: where one cannot be kept, it is the turn of the one behind it. */
    private void advance(HostQueue host, long now) {
        for (PacketProbe probe = host.advance(); probe != null; probe = host.advance()) {
            try {
                long wait = host.untilFree(now);
                if (wait > 0) {
                    keep(probe, wait, now);
                } else {
                    sender.sendNext(probe);
                }
                return;
            } catch (RuntimeException | Error e) {
                sender.fail(probe, e);
            }
        }
    }
}
