package io.halfshake.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cluster.Announcements.Scope;
import io.halfshake.monitor.TargetState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Holds what the members of a history have done against the log and against what really happened. */
final class Judge {
    /** When a change was accepted, and the processes that were members then. */
    private record Acceptance(long index, Set<Long> processes) {}

    private final Scenario scenario;
    private final List<byte[]> log;
    private final ClusterState reference = new ClusterState();
    private final Map<ChangeId, CommittedChange> accepted = new LinkedHashMap<>();
    private final Map<ChangeId, Acceptance> acceptances = new LinkedHashMap<>();
    private final Map<String, TargetState> states = new HashMap<>();
    private final Map<String, Integer> changes = new HashMap<>();

    Judge(Scenario scenario, List<byte[]> log) {
        this.scenario = scenario;
        this.log = log;
    }

    void judge() {
        List<Journal.Announcement> announcements =
                new ArrayList<>(scenario.journal().announcements());
        announcements.sort(Comparator.comparingLong(Journal.Announcement::index));
        List<Journal.Sample> samples = new ArrayList<>(scenario.journal().samples());
        samples.sort(Comparator.comparingLong(Journal.Sample::index));
        int announced = 0;
        int sampled = 0;
        for (int index = 1; index <= log.size(); index++) {
            accept(reference.apply(index, log.get(index - 1)));
            while (announced < announcements.size()
                    && announcements.get(announced).index() == index) {
                requireRight(announcements.get(announced));
                announced++;
            }
            while (sampled < samples.size() && samples.get(sampled).index() == index) {
                assertThat(samples.get(sampled).hash())
                        .as("state of %s at index %s", samples.get(sampled).member(), index)
                        .isEqualTo(Arrays.hashCode(SnapshotFormat.write(reference)));
                sampled++;
            }
        }
        assertThat(announced).as("announcements at an index of the log").isEqualTo(announcements.size());
        assertThat(sampled).as("samples at an index of the log").isEqualTo(samples.size());
        requireEachAnnouncedInOrder(scenario.journal().announcements());
        requireEachAnnouncedEverywhere(scenario.journal().announcements());
        requireNoneInvented();
    }

    private void accept(Applied applied) {
        for (Decision decision : applied.decisions()) {
            CommittedChange change = decision.change();
            if (change != null) {
                assertThat(accepted.put(change.id(), change))
                        .as("id %s", change.id())
                        .isNull();
                acceptances.put(change.id(), new Acceptance(reference.index(), processes()));
                requireTrue(change);
            }
        }
    }

    private Set<Long> processes() {
        Set<Long> processes = new HashSet<>();
        for (Member member : reference.members().values()) {
            processes.add(member.incarnation());
        }
        return processes;
    }

    /** It follows from the state before, and is what really happened, within its bounds. */
    private void requireTrue(CommittedChange change) {
        String target = change.id().target();
        TargetState before = states.put(target, change.to());
        if (change.from() != TargetState.UNKNOWN) {
            assertThat(change.from()).as("state before %s", change.id()).isEqualTo(before);
            changes.merge(target, 1, Integer::sum);
        }
        assertThat(change.to()).isNotEqualTo(change.from());
        assertThat(change.earliest()).isLessThanOrEqualTo(change.latest());
        // Of several that agree, the evidence may be of one that is blind.
        if (scenario.watchers() == 1) {
            requireEvidence(change);
        }
    }

    private void requireEvidence(CommittedChange change) {
        String target = change.id().target();
        boolean wasSeen;
        long earliest;
        long firstAt;
        long results;
        try {
            FormatReader evidence = new FormatReader(change.evidence().toArray());
            wasSeen = evidence.bool();
            earliest = evidence.signed();
            firstAt = evidence.number(Long.MAX_VALUE);
            results = evidence.number(Long.MAX_VALUE);
            evidence.requireEnd();
        } catch (FormatException e) {
            throw new AssertionError(e);
        }
        if (change.from() != TargetState.UNKNOWN) {
            assertThat(results).as("results in a row of %s", change).isGreaterThanOrEqualTo(SimulatedChecks.ROW);
        }
        assertThat(scenario.course().at(target, firstAt))
                .as("real state at the first result of %s", change)
                .isEqualTo(change.to());
        if (wasSeen) {
            assertThat(scenario.course().hasChanged(target, earliest, firstAt))
                    .as("a real change within the bounds of %s", change)
                    .isTrue();
        }
        assertThat(change.latest() - change.earliest()).isEqualTo(firstAt - earliest);
    }

    /** The change was accepted by then, and this member was to announce it. */
    private void requireRight(Journal.Announcement announcement) {
        CommittedChange change = announcement.change();
        assertThat(accepted).as("accepted before %s", announcement).containsEntry(change.id(), change);
        Member member = Objects.requireNonNull(reference.member(announcement.member()), announcement::toString);
        assertThat(member.incarnation()).as("%s", announcement).isEqualTo(announcement.process());
        if (announcement.scope() == Scope.OWNER) {
            assertThat(reference.partition(change.partition()).owner())
                    .as("owner at %s", announcement)
                    .isEqualTo(announcement.member());
        }
    }

    private void requireEachAnnouncedInOrder(List<Journal.Announcement> announcements) {
        Set<ChangeId> announcedIds = new HashSet<>();
        Map<String, Long> lastOfTarget = new HashMap<>();
        Map<String, Long> lastOfProcess = new HashMap<>();
        for (Journal.Announcement announcement : announcements) {
            ChangeId id = announcement.change().id();
            if (announcement.scope() == Scope.OWNER && announcedIds.add(id)) {
                // For the first time in the cluster.
                requireRising(lastOfTarget, id.target(), id);
            } else if (announcement.scope() == Scope.EVERYWHERE) {
                // Each once.
                requireRising(lastOfProcess, announcement.process() + " " + id.target(), id);
            }
        }
        assertThat(announcedIds).as("announced by owners").isEqualTo(accepted.keySet());
    }

    /**
     * By each process that runs at the end, what was accepted while it was a member, unless a snapshot has skipped it.
     */
    private void requireEachAnnouncedEverywhere(List<Journal.Announcement> announcements) {
        Map<Long, Set<ChangeId>> announced = new HashMap<>();
        for (Journal.Announcement each : announcements) {
            if (each.scope() == Scope.EVERYWHERE) {
                announced
                        .computeIfAbsent(each.process(), process -> new HashSet<>())
                        .add(each.change().id());
            }
        }
        for (long process : processes()) {
            long from = scenario.journal().restoredAt(process);
            Set<ChangeId> due = new HashSet<>();
            acceptances.forEach((id, acceptance) -> {
                if (acceptance.index() > from && acceptance.processes().contains(process)) {
                    due.add(id);
                }
            });
            assertThat(announced.getOrDefault(process, Set.of()))
                    .as("announced everywhere by process %s", process)
                    .containsAll(due);
        }
    }

    private static void requireRising(Map<String, Long> last, String key, ChangeId id) {
        Long before = last.put(key, id.sequence());
        assertThat(before == null || before < id.sequence())
                .as("%s after sequence %s", id, before)
                .isTrue();
    }

    /** No target has changed more often than it really has. */
    private void requireNoneInvented() {
        changes.forEach((target, count) -> assertThat(count)
                .as("changes of %s", target)
                .isLessThanOrEqualTo(
                        scenario.course().changes(target, scenario.time().now())));
    }
}
