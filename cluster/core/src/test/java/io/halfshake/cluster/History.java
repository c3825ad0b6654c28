package io.halfshake.cluster;

import static io.halfshake.cluster.VirtualTime.MILLI;
import static io.halfshake.cluster.VirtualTime.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One history of a cluster on virtual time: a minute with crashes, pauses, cuts, members that leave and return, and bad
 * weather for proposals; then a time without any of it, in which all has to become well.
 */
final class History {
    private static final long TROUBLE_ENDS = 60 * SECOND;

    /** Detection, a view that lasts, an election, and some steps of the table. */
    private static final long OWNED_WITHIN = 20 * SECOND;

    private static final long END = TROUBLE_ENDS + 60 * SECOND;
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

    private final VirtualTime time = new VirtualTime();
    private final Random random;
    private final Journal journal = new Journal();
    private final Scenario scenario;
    private final SimulatedConsensus consensus;
    private final Map<String, SimulatedMember> processes = new TreeMap<>();
    private final List<String> names;
    private long nextIncarnation;
    private @Nullable String mayBeBlind;
    private boolean isBlind;

    private History(long seed) {
        random = new Random(seed);
        int members = random.nextInt(3) == 0 ? 5 : 3;
        int watchers = random.nextInt(3) == 0 ? 3 : 1;
        Course course = new Course(random, 4 + random.nextInt(9), TROUBLE_ENDS);
        scenario = new Scenario(time, random, course, journal, members, watchers);
        names = NAMES.subList(0, members);
        consensus = new SimulatedConsensus(time, random, names);
    }

    /** Runs it, and checks all that was promised. */
    static void run(long seed) {
        new History(seed).run();
    }

    private void run() {
        for (String name : names) {
            start(name);
            time.every(SimulatedMember.interval() + random.nextInt(100) * MILLI, () -> tick(name));
        }
        time.every(3 * SECOND, this::trouble);
        time.runUntil(TROUBLE_ENDS);
        heal();
        time.runUntil(TROUBLE_ENDS + OWNED_WITHIN);
        requireAllOwned();
        time.runUntil(END);
        requireAllWell();
        new Judge(scenario, consensus.committed()).judge();
    }

    private void start(String name) {
        SimulatedLog log = consensus.open(name);
        nextIncarnation++;
        String zone = "zone " + NAMES.indexOf(name) % 3;
        SimulatedMember member = new SimulatedMember(scenario, log, zone, nextIncarnation);
        processes.put(name, member);
        log.start(name, member);
    }

    private SimulatedMember process(String name) {
        SimulatedMember member = processes.get(name);
        if (member == null) {
            throw new IllegalStateException("member: " + name + " (expected one that runs)");
        }
        return member;
    }

    private void tick(String name) {
        if (consensus.works(name)) {
            process(name).tick();
        }
    }

    private void trouble() {
        if (time.now() >= TROUBLE_ENDS) {
            return;
        }
        String name = names.get(random.nextInt(names.size()));
        String other = names.get(random.nextInt(names.size()));
        switch (random.nextInt(12)) {
            case 0, 1 -> crash(name);
            case 2, 3 -> pause(name);
            case 4 -> cutOff(name);
            case 5 -> consensus.cut(name, other);
            case 6 -> consensus.heal();
            case 7 -> weather();
            case 8 -> leaveAndReturn(name);
            case 9 -> removeTarget(name);
            case 10 -> blind(name);
            case 11 -> garbage(name);
            default -> throw new AssertionError(name);
        }
    }

    private void crash(String name) {
        consensus.crash(name);
        processes.remove(name);
        time.after(seconds(1, 15), () -> restart(name));
    }

    /** Whatever else has happened to it meanwhile. */
    private void restart(String name) {
        if (!processes.containsKey(name)) {
            start(name);
        }
    }

    /** When it goes on, it acts on what it knew before, and learns of the others only then. */
    private void pause(String name) {
        if (processes.containsKey(name)) {
            consensus.pause(name);
            time.after(seconds(1, 20), () -> resume(name));
        }
    }

    private void resume(String name) {
        if (consensus.isPaused(name)) {
            consensus.resume(name);
            process(name).tick();
        }
    }

    private void cutOff(String name) {
        for (String other : names) {
            consensus.cut(name, other);
        }
    }

    private void weather() {
        boolean isBad = random.nextBoolean();
        consensus.setWeather(isBad ? 0.3 : 0, isBad ? 0.2 : 0.02, isBad ? seconds(1, 3) : 20 * MILLI);
    }

    private void leaveAndReturn(String name) {
        SimulatedMember member = processes.get(name);
        if (member != null) {
            member.leave(true);
            time.after(seconds(5, 20), () -> member.leave(false));
        }
    }

    private void removeTarget(String name) {
        if (consensus.works(name)) {
            List<String> targets = scenario.course().targets();
            process(name).removeTarget(targets.get(random.nextInt(targets.size())));
        }
    }

    private void garbage(String name) {
        if (consensus.works(name)) {
            byte[] noCommand = new byte[random.nextInt(30)];
            random.nextBytes(noCommand);
            process(name).proposeBytes(noCommand);
        }
    }

    /**
     * One member only, and only where the others can overrule it: two that are blind one after the other could have the
     * votes of a poll that is open all the time.
     */
    private void blind(String name) {
        if (scenario.watchers() > 1) {
            mayBeBlind = Objects.requireNonNullElse(mayBeBlind, name);
            isBlind = !isBlind;
            applyBlindness();
        }
    }

    private void applyBlindness() {
        processes.forEach((name, member) -> member.checks().blind(isBlind && name.equals(mayBeBlind)));
    }

    private void heal() {
        consensus.heal();
        consensus.setWeather(0, 0, 20 * MILLI);
        isBlind = false;
        applyBlindness();
        for (String name : names) {
            resume(name);
            restart(name);
            process(name).leave(false);
        }
    }

    /** On all members: no partition without an owner, and no owner that does not run. */
    private void requireAllOwned() {
        for (String name : names) {
            ClusterState state = process(name).state();
            assertThat(state.members().keySet()).as("members, seen by %s", name).containsExactlyElementsOf(names);
            assertThat(owners(state)).as("owners, seen by %s", name).isSubsetOf(names);
        }
    }

    /** "null" among them if a partition has none. */
    private static Set<String> owners(ClusterState state) {
        Set<String> owners = new TreeSet<>();
        for (int i = 0; i < PartitionHash.PARTITIONS; i++) {
            owners.add(String.valueOf(state.partition(i).owner()));
        }
        return owners;
    }

    private void requireAllWell() {
        for (String name : names) {
            ClusterState state = process(name).state();
            assertThat(TablePlanner.plan(state, 1))
                    .as("moves, seen by %s", name)
                    .isEmpty();
            for (String target : scenario.course().targets()) {
                TargetEntry entry = Objects.requireNonNull(state.target(target), target);
                assertThat(entry.state())
                        .as("state of %s, seen by %s", target, name)
                        .isEqualTo(scenario.course().at(target, time.now()));
                assertThat(state.partitionOf(target).pending())
                        .as("not announced, seen by %s", name)
                        .isEmpty();
                assertThat(state.partitionOf(target).polls())
                        .as("polls, seen by %s", name)
                        .isEmpty();
            }
        }
    }

    /** From and to, with a fraction. */
    private long seconds(int from, int to) {
        return from * SECOND + (long) (random.nextDouble() * (to - from) * SECOND);
    }
}
