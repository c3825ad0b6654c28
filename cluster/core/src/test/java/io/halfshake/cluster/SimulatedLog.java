package io.halfshake.cluster;

import io.halfshake.cluster.spi.ClusterLog;
import io.halfshake.cluster.spi.LogListener;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The log of one process of a member in a {@link SimulatedConsensus}. */
final class SimulatedLog implements ClusterLog {
    private static final long DETECTION = 4 * VirtualTime.SECOND;

    /** What becomes of a proposal. */
    static final class Proposal {
        private final CompletableFuture<Long> index = new CompletableFuture<>();

        /** The first time counts. */
        void accepted(long at) {
            index.complete(at);
        }

        void lost() {
            index.completeExceptionally(new IllegalStateException("proposal: not accepted in time"));
        }
    }

    private final SimulatedConsensus consensus;
    private final String name;
    private final Map<String, Long> seenAt = new TreeMap<>();
    private @Nullable LogListener listener;
    private @Nullable String leader;
    private long applied;
    private long restoredAt;

    SimulatedLog(SimulatedConsensus consensus, String name) {
        this.consensus = consensus;
        this.name = name;
    }

    String name() {
        return name;
    }

    long applied() {
        return applied;
    }

    /** The index of the last snapshot that this process was given; 0 if there was none. */
    long restoredAt() {
        return restoredAt;
    }

    @Override
    public void start(String member, LogListener toApply) {
        listener = toApply;
    }

    @Override
    public CompletionStage<Long> propose(byte[] command) {
        Proposal proposal = new Proposal();
        consensus.propose(this, command, proposal);
        return proposal.index;
    }

    @Override
    public Set<String> view() {
        Set<String> seen = new TreeSet<>();
        seenAt.forEach((other, at) -> {
            if (consensus.now() - at <= DETECTION) {
                seen.add(other);
            }
        });
        return seen;
    }

    /** As far as it knows: it may have lost its majority, or there may be another one since. */
    @Override
    public boolean isLeader() {
        return name.equals(leader);
    }

    @Override
    public void close() {
        consensus.close(this);
    }

    void see(String other, long at) {
        seenAt.put(other, at);
    }

    void follow(String newLeader) {
        leader = newLeader;
    }

    /** Up to that index. */
    void apply(List<byte[]> committed, long upTo) {
        while (applied < upTo) {
            applied++;
            started().applied(applied, committed.get((int) applied - 1));
        }
    }

    void restore(long index, byte[] snapshot) {
        started().restore(index, snapshot);
        applied = index;
        restoredAt = index;
    }

    byte[] snapshot() {
        return started().snapshot();
    }

    private LogListener started() {
        LogListener toApply = listener;
        if (toApply == null) {
            throw new IllegalStateException("log of " + name + ": not started");
        }
        return toApply;
    }
}
