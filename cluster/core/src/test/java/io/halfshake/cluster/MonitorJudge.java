package io.halfshake.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cluster.Announcements.Scope;
import io.halfshake.monitor.TargetState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Holds what {@link ClusterMonitor}s have announced against the log, and the log against what really happened. */
final class MonitorJudge {
    private final List<byte[]> log;
    private final Course course;
    private final List<MonitorHistory.Announcement> announcements;
    private final ClusterState reference = new ClusterState();
    private final Map<ChangeId, CommittedChange> accepted = new LinkedHashMap<>();
    private final Map<String, TargetState> states = new HashMap<>();
    private final Map<String, Integer> changes = new HashMap<>();

    MonitorJudge(List<byte[]> log, Course course, List<MonitorHistory.Announcement> announcements) {
        this.log = log;
        this.course = course;
        this.announcements = announcements;
    }

    void judge() {
        List<MonitorHistory.Announcement> byIndex = new ArrayList<>(announcements);
        byIndex.sort(Comparator.comparingLong(MonitorHistory.Announcement::index));
        int judged = 0;
        for (int index = 1; index <= log.size(); index++) {
            for (CommittedChange change : changes(reference, log, index)) {
                accept(change);
            }
            while (judged < byIndex.size() && byIndex.get(judged).index() == index) {
                requireRight(byIndex.get(judged));
                judged++;
            }
        }
        assertThat(judged).as("announcements at an index of the log").isEqualTo(byIndex.size());
        requireEachInOrder();
        changes.forEach((target, count) -> assertThat(count)
                .as("changes of %s", target)
                .isLessThanOrEqualTo(course.changes(target, Long.MAX_VALUE)));
    }

    private static List<CommittedChange> changes(ClusterState state, List<byte[]> log, int index) {
        return state.apply(index, log.get(index - 1)).decisions().stream()
                .map(Decision::change)
                .filter(Objects::nonNull)
                .toList();
    }

    private void accept(CommittedChange change) {
        String target = change.id().target();
        assertThat(accepted.put(change.id(), change)).as("id %s", change.id()).isNull();
        TargetState before = states.put(target, change.to());
        if (change.from() != TargetState.UNKNOWN) {
            assertThat(change.from()).as("state before %s", change.id()).isEqualTo(before);
            changes.merge(target, 1, Integer::sum);
        }
        assertThat(change.to()).as("%s", change).isNotEqualTo(change.from());
        assertThat(change.earliest()).as("%s", change).isLessThanOrEqualTo(change.latest());
    }

    /** The change was accepted by then, and this process was to announce it. */
    private void requireRight(MonitorHistory.Announcement announcement) {
        ClusterChange change = announcement.change();
        CommittedChange committed =
                Objects.requireNonNull(accepted.get(change.id()), () -> "not accepted before " + announcement);
        assertThat(change.from()).as("%s", announcement).isEqualTo(committed.from());
        assertThat(change.to()).as("%s", announcement).isEqualTo(committed.to());
        Member member = Objects.requireNonNull(reference.member(announcement.member()), announcement::toString);
        assertThat(member.incarnation()).as("%s", announcement).isEqualTo(announcement.process());
        if (announcement.scope() == Scope.OWNER) {
            assertThat(reference.partition(committed.partition()).owner())
                    .as("owner at %s", announcement)
                    .isEqualTo(announcement.member());
        }
    }

    private void requireEachInOrder() {
        Set<ChangeId> announcedIds = new HashSet<>();
        Map<String, Long> lastOfTarget = new HashMap<>();
        Map<String, Long> lastOfProcess = new HashMap<>();
        for (MonitorHistory.Announcement announcement : announcements) {
            ChangeId id = announcement.change().id();
            if (announcement.scope() == Scope.OWNER && announcedIds.add(id)) {
                // For the first time in the cluster.
                requireRising(lastOfTarget, id.target(), id);
            } else if (announcement.scope() == Scope.EVERYWHERE) {
                requireRising(lastOfProcess, announcement.process() + " " + id.target(), id);
            }
        }
        assertThat(announcedIds).as("announced by owners").isEqualTo(accepted.keySet());
    }

    private static void requireRising(Map<String, Long> last, String key, ChangeId id) {
        Long before = last.put(key, id.sequence());
        assertThat(before == null || before < id.sequence())
                .as("%s after sequence %s", id, before)
                .isTrue();
    }

    /** By a process that runs at the end, what was accepted while it was a member, unless a snapshot has skipped it. */
    static void requireAnnouncedEverywhere(
            List<byte[]> log, List<MonitorHistory.Announcement> announcements, long process, long restoredAt) {
        Set<ChangeId> due = new HashSet<>();
        ClusterState state = new ClusterState();
        for (int index = 1; index <= log.size(); index++) {
            List<CommittedChange> changes = changes(state, log, index);
            boolean isMember = state.members().values().stream().anyMatch(member -> member.incarnation() == process);
            if (isMember && index > restoredAt) {
                changes.forEach(change -> due.add(change.id()));
            }
        }
        Set<ChangeId> announced = new HashSet<>();
        for (MonitorHistory.Announcement each : announcements) {
            if (each.process() == process && each.scope() == Scope.EVERYWHERE) {
                announced.add(each.change().id());
            }
        }
        due.removeAll(announced);
        assertThat(due).as("not announced everywhere by process %s", process).isEmpty();
    }
}
