package io.halfshake.cluster;

import io.halfshake.monitor.TargetSettings;
import io.halfshake.testing.FakeChecker;
import io.halfshake.testing.FakeScript;
import io.halfshake.testing.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Some members on virtual time, each a process of its own, which check the same targets. */
final class ClusterFixture implements AutoCloseable {
    private static final Duration STEP = Duration.ofMillis(10);

    /** What one process has announced. */
    record Announced(String member, ClusterChange change) {}

    /** A process of a member. */
    record MemberProcess(ClusterMonitor monitor, ProcessTime time, List<ClusterChange> everywhere) {}

    final FakeChecker checker = FakeChecker.create();
    private final ManualTime time = checker.time();
    private final VirtualTime network = new VirtualTime();
    private final SimulatedConsensus consensus;
    private final Map<String, MemberProcess> processes = new TreeMap<>();
    private final List<MemberProcess> all = new ArrayList<>();
    private final List<Announced> announced = new ArrayList<>();
    private long incarnations;

    ClusterFixture(String... members) {
        consensus = new SimulatedConsensus(network, new Random(1), List.of(members));
        for (String member : members) {
            start(member);
        }
    }

    /** The wall clock of each process is wrong by an hour more. */
    MemberProcess start(String member) {
        incarnations++;
        ProcessTime own = new ProcessTime(time, Duration.ofHours(incarnations));
        List<ClusterChange> everywhere = new ArrayList<>();
        ClusterMonitorBuilder builder = ClusterMonitor.builder(checker, consensus.open(member))
                .member(member)
                .settings(TargetSettings.inherited()
                        .withInterval(Duration.ofSeconds(1))
                        .withTimeout(Duration.ofMillis(500))
                        .withJitter(0))
                .listener(change -> announced.add(new Announced(member, change)))
                .everywhere(everywhere::add);
        builder.time = own;
        builder.callbacks = own;
        builder.incarnation = incarnations;
        MemberProcess process = new MemberProcess(builder.build(), own, everywhere);
        processes.put(member, process);
        all.add(process);
        return process;
    }

    MemberProcess process(String member) {
        return Objects.requireNonNull(processes.get(member), member);
    }

    ClusterMonitor monitor(String member) {
        return process(member).monitor();
    }

    void advance(Duration by) {
        for (Duration passed = Duration.ZERO; passed.compareTo(by) < 0; passed = passed.plus(STEP)) {
            time.advance(STEP);
            network.runUntil(time.now().toNanos());
        }
    }

    void advanceSeconds(long seconds) {
        advance(Duration.ofSeconds(seconds));
    }

    Duration now() {
        return time.now();
    }

    void kill(String member) {
        consensus.crash(member);
        process(member).time().kill();
    }

    void stop(String member) {
        consensus.pause(member);
        process(member).time().stop();
    }

    void resume(String member) {
        consensus.resume(member);
        process(member).time().resume();
    }

    /** What follows from all that was accepted. */
    ClusterState state() {
        ClusterState state = new ClusterState();
        for (byte[] command : consensus.committed()) {
            Applied unused = state.apply(state.index() + 1, command);
        }
        return state;
    }

    /** What became of all that was accepted by the log, in order. */
    List<Applied> applied() {
        ClusterState state = new ClusterState();
        return consensus.committed().stream()
                .map(command -> state.apply(state.index() + 1, command))
                .toList();
    }

    /** What a member of another version may propose. */
    void propose(Command command) {
        SimulatedLog stranger = new SimulatedLog(consensus, "another");
        consensus.propose(stranger, CommandFormat.encode(command), new SimulatedLog.Proposal());
    }

    void cut(String a, String b) {
        consensus.cut(a, b);
    }

    void heal() {
        consensus.heal();
    }

    /** Has members join, and some targets that are up. */
    List<String> watch(int count) {
        advanceSeconds(10);
        List<String> targets = IntStream.range(0, count)
                .mapToObj(i -> "10.0.0." + (i + 1) + ":443")
                .toList();
        List<CompletableFuture<Boolean>> added = new ArrayList<>();
        for (String target : targets) {
            FakeScript unused = checker.on(target).up();
            added.add(monitor("a").add(target).toCompletableFuture());
        }
        advanceSeconds(5);
        if (!added.stream().allMatch(CompletableFuture::join)) {
            throw new AssertionError("added: " + added);
        }
        return targets;
    }

    String owner(String seenBy, String target) {
        return Objects.requireNonNull(
                Objects.requireNonNull(monitor(seenBy).target(target), target).owner(), "owner");
    }

    /** By owners, in the order of time. */
    List<Announced> announced() {
        return List.copyOf(announced);
    }

    List<Announced> announced(String target) {
        return announced.stream()
                .filter(each -> each.change().target().equals(target))
                .toList();
    }

    @Override
    public void close() {
        all.forEach(process -> process.monitor().close());
        checker.close();
    }
}
