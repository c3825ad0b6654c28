package io.halfshake.cluster;

import static io.halfshake.cluster.VirtualTime.MILLI;
import static io.halfshake.cluster.VirtualTime.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cluster.Announcements.Scope;
import io.halfshake.cluster.ClusterStatus.Role;
import io.halfshake.monitor.TargetSettings;
import io.halfshake.monitor.TargetState;
import io.halfshake.testing.FakeChecker;
import io.halfshake.testing.FakeScript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executor;

/**
 * One history of {@link ClusterMonitor}s on virtual time, as {@link History} is one of their parts: a minute with
 * crashes, pauses, cuts, members that leave and return, lost and late proposals, and targets that are removed and added
 * again; then a time without any of it, in which all has to become well.
 */
final class MonitorHistory {
    private static final long TROUBLE_ENDS = 60 * SECOND;

    /** Detection, an election, and what waits before it is proposed again. */
    private static final long OWNED_WITHIN = 20 * SECOND;

    private static final long END = TROUBLE_ENDS + 60 * SECOND;
    private static final long STEP = 10 * MILLI;
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

    /**
     * What a process has announced.
     *
     * @param index that of its state when it took the change
     */
    record Announcement(String member, long process, Scope scope, ClusterChange change, long index) {}

    /** A process of a member, which notes at what index it takes what it announces. */
    private final class MemberProcess implements Executor {
        private final String member;
        private final long incarnation;
        private final SimulatedLog log;
        private final ProcessTime own;
        private final ClusterMonitor monitor;
        private boolean wishesToLeave;
        private boolean isFirst;
        private long takenAt;

        MemberProcess(String member) {
            this.member = member;
            incarnation = ++incarnations;
            log = consensus.open(member);
            own = new ProcessTime(checker.time(), Duration.ofHours(incarnation));
            ClusterMonitorBuilder builder = ClusterMonitor.builder(checker, log)
                    .member(member)
                    .settings(TargetSettings.inherited()
                            .withInterval(Duration.ofSeconds(1))
                            .withTimeout(Duration.ofMillis(500))
                            .withJitter(0))
                    .listener(change -> announced(Scope.OWNER, change))
                    .everywhere(change -> announced(Scope.EVERYWHERE, change));
            builder.time = own;
            builder.callbacks = this;
            builder.incarnation = incarnation;
            monitor = builder.build();
        }

        @Override
        public void execute(Runnable task) {
            long index = log.applied();
            own.execute(() -> {
                isFirst = true;
                takenAt = index;
                task.run();
            });
        }

        /** The first one was taken when the task was given to the executor, and each other one when it is delivered. */
        private void announced(Scope scope, ClusterChange change) {
            announcements.add(new Announcement(member, incarnation, scope, change, isFirst ? takenAt : log.applied()));
            isFirst = false;
        }
    }

    private final Random random;
    private final FakeChecker checker = FakeChecker.create();
    private final VirtualTime network = new VirtualTime();
    private final Course course;
    private final SimulatedConsensus consensus;
    private final List<String> names;
    private final Map<String, MemberProcess> processes = new TreeMap<>();
    private final List<MemberProcess> all = new ArrayList<>();
    private final List<Announcement> announcements = new ArrayList<>();
    private long incarnations;

    private MonitorHistory(long seed) {
        random = new Random(seed);
        names = NAMES.subList(0, random.nextInt(3) == 0 ? 5 : 3);
        course = new Course(random, 4 + random.nextInt(9), TROUBLE_ENDS);
        consensus = new SimulatedConsensus(network, random, names);
    }

    /** Runs it, and checks all that was promised. */
    static void run(long seed) {
        MonitorHistory history = new MonitorHistory(seed);
        try {
            history.run();
        } finally {
            history.close();
        }
    }

    private void run() {
        for (String target : course.targets()) {
            follow(target);
        }
        names.forEach(this::start);
        network.every(3 * SECOND, this::trouble);
        network.after(5 * SECOND, this::addAll);
        runUntil(TROUBLE_ENDS);
        heal();
        runUntil(TROUBLE_ENDS + OWNED_WITHIN / 2);
        addAll();
        runUntil(TROUBLE_ENDS + OWNED_WITHIN);
        requireAllOwned();
        runUntil(END);
        requireAllOwned();
        requireAllWell();
        new MonitorJudge(consensus.committed(), course, announcements).judge();
        for (MemberProcess process : processes.values()) {
            MonitorJudge.requireAnnouncedEverywhere(
                    consensus.committed(), announcements, process.incarnation, process.log.restoredAt());
        }
    }

    private void runUntil(long end) {
        while (network.now() < end) {
            checker.time().advance(Duration.ofNanos(STEP));
            network.runUntil(network.now() + STEP);
        }
    }

    private void start(String name) {
        MemberProcess process = new MemberProcess(name);
        processes.put(name, process);
        all.add(process);
    }

    private MemberProcess process(String name) {
        return Objects.requireNonNull(processes.get(name), name);
    }

    private void close() {
        all.forEach(process -> process.monitor.close());
        checker.close();
    }

    /** The target answers as its course says. */
    private void follow(String target) {
        TargetState state = course.at(target, network.now());
        FakeScript script = checker.on(target);
        FakeScript unused =
                state == TargetState.UP ? script.up() : random.nextBoolean() ? script.refused() : script.timesOut();
        network.after(course.next(target, network.now()) - network.now(), () -> follow(target));
    }

    private void addAll() {
        String name = names.get(random.nextInt(names.size()));
        if (processes.containsKey(name)) {
            course.targets().forEach(target -> process(name).monitor.add(target));
        }
    }

    private void trouble() {
        if (network.now() >= TROUBLE_ENDS) {
            return;
        }
        String name = names.get(random.nextInt(names.size()));
        String other = names.get(random.nextInt(names.size()));
        switch (random.nextInt(11)) {
            case 0, 1 -> crash(name);
            case 2, 3 -> pause(name);
            case 4 -> names.forEach(each -> consensus.cut(name, each));
            case 5 -> consensus.cut(name, other);
            case 6 -> consensus.heal();
            case 7 -> weather();
            case 8 -> leaveAndReturn(name);
            case 9 -> addAll();
            case 10 -> removeTarget(name);
            default -> throw new AssertionError(name);
        }
    }

    private void crash(String name) {
        MemberProcess process = processes.remove(name);
        if (process != null) {
            consensus.crash(name);
            process.own.kill();
            network.after(seconds(1, 15), () -> restart(name));
        }
    }

    private void restart(String name) {
        if (!processes.containsKey(name)) {
            start(name);
        }
    }

    private void pause(String name) {
        if (processes.containsKey(name)) {
            consensus.pause(name);
            process(name).own.stop();
            network.after(seconds(1, 20), () -> resume(name));
        }
    }

    /** It acts on what it knew before, and learns of the others only then. */
    private void resume(String name) {
        if (consensus.isPaused(name)) {
            consensus.resume(name);
            process(name).own.resume();
        }
    }

    private void weather() {
        boolean isBad = random.nextBoolean();
        consensus.setWeather(isBad ? 0.3 : 0, isBad ? 0.2 : 0.02, isBad ? seconds(1, 3) : 20 * MILLI);
    }

    private void leaveAndReturn(String name) {
        MemberProcess process = processes.get(name);
        if (process != null) {
            process.wishesToLeave = true;
            var unused = process.monitor.leave();
            network.after(seconds(5, 20), () -> {
                if (process == processes.get(name) && network.now() < TROUBLE_ENDS) {
                    crash(name);
                }
            });
        }
    }

    private void removeTarget(String name) {
        if (processes.containsKey(name)) {
            List<String> targets = course.targets();
            var unused = process(name).monitor.remove(targets.get(random.nextInt(targets.size())));
        }
    }

    private void heal() {
        consensus.heal();
        consensus.setWeather(0, 0, 20 * MILLI);
        for (String name : names) {
            resume(name);
            MemberProcess process = processes.get(name);
            if (process != null && process.wishesToLeave) {
                crash(name);
            }
            restart(name);
        }
    }

    private void requireAllOwned() {
        int watched = 0;
        for (String name : names) {
            ClusterStatus status = process(name).monitor.status();
            assertThat(status.role()).as("role of %s", name).isEqualTo(Role.MEMBER);
            assertThat(status.noQuorumSince()).as("no quorum of %s", name).isNull();
            assertThat(status.members())
                    .as("members, seen by %s", name)
                    .extracting(ClusterStatus.Share::member)
                    .containsExactlyElementsOf(names);
            assertThat(status.targets())
                    .as("targets, seen by %s", name)
                    .isEqualTo(course.targets().size());
            watched += status.watched();
        }
        assertThat(watched)
                .as("targets that are checked")
                .isEqualTo(course.targets().size());
    }

    private void requireAllWell() {
        for (String target : course.targets()) {
            for (String name : names) {
                ClusterTarget seen =
                        Objects.requireNonNull(process(name).monitor.target(target));
                assertThat(seen.state())
                        .as("state of %s, seen by %s", target, name)
                        .isEqualTo(course.at(target, network.now()));
            }
        }
    }

    /** From and to, with a fraction. */
    private long seconds(int from, int to) {
        return from * SECOND + (long) (random.nextDouble() * (to - from) * SECOND);
    }
}
