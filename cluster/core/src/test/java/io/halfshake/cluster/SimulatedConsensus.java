package io.halfshake.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A consensus log of some members in one JVM on virtual time: a model of what an engine does, with all that may happen
 * to one. Proposals are delayed, overtake each other, are lost, or are accepted twice; a leader that loses its majority
 * goes on as one until it learns of another; members lag, are paused, crash, and are cut off.
 */
final class SimulatedConsensus {
    private static final long TICK = 200 * VirtualTime.MILLI;
    private static final long ELECTION = VirtualTime.SECOND;
    private static final long RETRY = 500 * VirtualTime.MILLI;

    /** Beyond this a proposal that did not reach the leader is lost. */
    private static final int MAX_RETRIES = 10;

    /** A member that is as much behind is given a snapshot, every other time. */
    private static final int FAR_BEHIND = 40;

    private final VirtualTime time;
    private final Random random;
    private final List<String> voters;
    private final List<byte[]> committed = new ArrayList<>();
    private final Map<String, SimulatedLog> running = new TreeMap<>();
    private final Set<String> paused = new TreeSet<>();
    private final Set<String> cuts = new TreeSet<>();
    private @Nullable String leader;
    private long leaderLostAt;
    private double loss;
    private double copies;
    private long maxDelay = 20 * VirtualTime.MILLI;

    SimulatedConsensus(VirtualTime time, Random random, List<String> voters) {
        this.time = time;
        this.random = random;
        this.voters = List.copyOf(voters);
        time.every(TICK, this::tick);
    }

    /** How proposals fare from now on: the parts that are lost and accepted twice, and the longest delay. */
    void setWeather(double lost, double twice, long longestDelay) {
        loss = lost;
        copies = twice;
        maxDelay = longestDelay;
    }

    /** A member's process has started. */
    SimulatedLog open(String name) {
        SimulatedLog log = new SimulatedLog(this, name);
        running.put(name, log);
        return log;
    }

    /** It is gone, with all that it had not proposed. */
    void crash(String name) {
        running.remove(name);
        paused.remove(name);
    }

    /** Another process may have its name by now. */
    void close(SimulatedLog log) {
        if (running.get(log.name()) == log) {
            crash(log.name());
        }
    }

    void pause(String name) {
        paused.add(name);
    }

    void resume(String name) {
        paused.remove(name);
    }

    void cut(String a, String b) {
        if (!a.equals(b)) {
            cuts.add(link(a, b));
        }
    }

    void heal() {
        cuts.clear();
    }

    boolean isPaused(String name) {
        return paused.contains(name);
    }

    long now() {
        return time.now();
    }

    /** What was accepted; the first has index 1. */
    List<byte[]> committed() {
        return committed;
    }

    boolean works(String name) {
        return running.containsKey(name) && !paused.contains(name);
    }

    boolean reaches(String a, String b) {
        return works(a) && works(b) && !isCut(a, b);
    }

    private boolean isCut(String a, String b) {
        return !cuts.isEmpty() && cuts.contains(link(a, b));
    }

    private static String link(String a, String b) {
        return a.compareTo(b) < 0 ? a + "|" + b : b + "|" + a;
    }

    private boolean hasQuorum(String name) {
        return voters.stream().filter(other -> reaches(name, other)).count() > voters.size() / 2;
    }

    void propose(SimulatedLog from, byte[] command, SimulatedLog.Proposal proposal) {
        if (random.nextDouble() < loss) {
            return;
        }
        time.after(delay(), () -> arrive(from.name(), command, proposal, 0));
        if (random.nextDouble() < copies) {
            time.after(delay() + RETRY, () -> arrive(from.name(), command, proposal, 0));
        }
    }

    private long delay() {
        return (long) (random.nextDouble() * maxDelay);
    }

    private void arrive(String from, byte[] command, SimulatedLog.Proposal proposal, int retries) {
        String at = leader;
        if (at == null || !works(at) || isCut(from, at) || !hasQuorum(at)) {
            if (retries < MAX_RETRIES && random.nextBoolean()) {
                time.after(RETRY + delay(), () -> arrive(from, command, proposal, retries + 1));
            } else {
                proposal.lost();
            }
            return;
        }
        committed.add(command);
        long index = committed.size();
        // Its proposer may be paused by now, or learn of it later than all others.
        time.after(delay(), () -> proposal.accepted(index));
        for (String name : voters) {
            time.after(delay(), () -> replicate(name));
        }
    }

    private void tick() {
        elect();
        for (String name : voters) {
            for (String other : voters) {
                if (reaches(name, other)) {
                    log(name).see(other, time.now());
                }
            }
        }
        for (String name : voters) {
            if (leader != null && reaches(leader, name)) {
                log(name).follow(leader);
            }
            replicate(name);
        }
    }

    private void elect() {
        if (leader != null && works(leader) && hasQuorum(leader)) {
            leaderLostAt = time.now();
            return;
        }
        if (time.now() - leaderLostAt < ELECTION) {
            return;
        }
        List<String> candidates =
                voters.stream().filter(this::works).filter(this::hasQuorum).toList();
        if (!candidates.isEmpty()) {
            leader = candidates.get(random.nextInt(candidates.size()));
            leaderLostAt = time.now();
        }
    }

    private void replicate(String name) {
        if (leader == null || !reaches(leader, name)) {
            return;
        }
        SimulatedLog log = log(name);
        int behind = committed.size() - (int) log.applied();
        if (behind > FAR_BEHIND && random.nextBoolean()) {
            restoreFromAnother(log);
        }
        // Not always all of it, so that members are at different indexes.
        behind = committed.size() - (int) log.applied();
        int some = behind > 1 && random.nextInt(4) == 0 ? 1 + random.nextInt(behind) : behind;
        log.apply(committed, log.applied() + some);
    }

    private void restoreFromAnother(SimulatedLog log) {
        SimulatedLog most = log;
        for (SimulatedLog other : running()) {
            if (reaches(log.name(), other.name()) && other.applied() > most.applied()) {
                most = other;
            }
        }
        if (most != log) {
            log.restore(most.applied(), most.snapshot());
        }
    }

    Collection<SimulatedLog> running() {
        return running.values();
    }

    private SimulatedLog log(String name) {
        SimulatedLog log = running.get(name);
        if (log == null) {
            throw new IllegalStateException("member: " + name + " (expected one that runs)");
        }
        return log;
    }
}
