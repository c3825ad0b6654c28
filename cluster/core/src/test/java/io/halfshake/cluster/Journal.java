package io.halfshake.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the members of a history have done, for {@link Judge}. */
final class Journal {
    /**
     * A change that a member has announced.
     *
     * @param process which process of the member
     * @param index that of the member's state when it took the change to be announced
     */
    record Announcement(
            String member, long process, Announcements.Scope scope, CommittedChange change, long index, long at) {}

    /** The state of a member at an index, as a hash of its snapshot. */
    record Sample(String member, long index, int hash) {}

    private final List<Announcement> announcements = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();
    private final Map<Long, Long> restoredAt = new HashMap<>();

    void announced(Announcement announcement) {
        announcements.add(announcement);
    }

    void sampled(Sample sample) {
        samples.add(sample);
    }

    void restored(long process, long index) {
        restoredAt.merge(process, index, Math::max);
    }

    /** The index of the last snapshot that a process was given; 0 if there was none. */
    long restoredAt(long process) {
        return restoredAt.getOrDefault(process, 0L);
    }

    /** In the order of time. */
    List<Announcement> announcements() {
        return announcements;
    }

    List<Sample> samples() {
        return samples;
    }
}
