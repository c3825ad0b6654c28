package io.halfshake;

import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Hosts behind a scripted engine, each with an answer of its own after a time of its own; silent by default. */
final class ScriptedHosts {
    private record Reply(Outcome outcome, Duration delay) {}

    private record Due(Probe probe, Outcome outcome, long at) {}

    private final CheckerRig rig;
    private final Map<InetSocketAddress, Reply> replies = new HashMap<>();
    private final Set<Probe> open = new HashSet<>();
    private final List<Due> due = new ArrayList<>();
    private int mostOpen;

    ScriptedHosts(CheckerRig rig) {
        this.rig = rig;
        rig.engine.onStart = this::started;
        rig.engine.onExpire = open::remove;
        rig.engine.onCancel = open::remove;
    }

    /** 10.x.y.z:80 */
    static InetSocketAddress address(int number) {
        byte[] bytes = {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number};
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes), 80);
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }

    void reply(int number, Outcome outcome, Duration delay) {
        replies.put(address(number), new Reply(outcome, delay));
    }

    /** Has every name resolve to the hosts of these numbers. */
    void resolveTo(int first, int count) {
        List<InetAddress> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            found.add(address(first + i).getAddress());
        }
        rig.resolver = host -> CompletableFuture.completedFuture(found);
    }

    /** The largest number of sockets that were open at any time. */
    int mostOpen() {
        return mostOpen;
    }

    int open() {
        return open.size();
    }

    private void started(Probe probe) {
        open.add(probe);
        mostOpen = Math.max(mostOpen, open.size());
        Reply reply = replies.get(probe.address());
        if (reply == null) {
            return;
        }
        if (reply.delay().isZero()) {
            complete(probe, reply.outcome());
        } else {
            due.add(new Due(probe, reply.outcome(), rig.now() + reply.delay().toNanos()));
        }
    }

    void complete(Probe probe, Outcome outcome) {
        open.remove(probe);
        probe.complete(outcome);
    }

    /** Lets time pass, with what the hosts reply meanwhile. */
    void pass(Duration duration) {
        long end = rig.now() + duration.toNanos();
        while (rig.now() - end < 0) {
            rig.pass(Duration.ofNanos(Math.min(end - rig.now(), Timers.TICK_NANOS)));
            for (Due reply : List.copyOf(due)) {
                if (reply.at() - rig.now() <= 0) {
                    due.remove(reply);
                    if (open.contains(reply.probe())) {
                        complete(reply.probe(), reply.outcome());
                    }
                }
            }
        }
        rig.runCallbacks();
    }
}
