package io.halfshake.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which members watch the targets of a partition, where more than one has to agree: its owner, and then those with the
 * highest rank for the partition, from as many zones as there are. Part of the state's rules: all members come to the
 * same.
 */
final class Watchers {
    private Watchers() {}

    /** The owner first, if there is one; fewer than asked for where there are fewer members. */
    static List<String> of(int partition, @Nullable String owner, Collection<Member> members, int count) {
        List<Member> left = new ArrayList<>(members);
        left.sort(Comparator.comparing((Member member) -> !member.name().equals(owner))
                .thenComparing(member -> -(long) PartitionHash.rank(partition, member.name()))
                .thenComparing(Member::name));
        Map<String, Integer> usesOfZone = new HashMap<>();
        List<String> watchers = new ArrayList<>();
        while (watchers.size() < count && !left.isEmpty()) {
            Member next = leastUsed(left, usesOfZone);
            left.remove(next);
            usesOfZone.merge(next.zone(), 1, Integer::sum);
            watchers.add(next.name());
        }
        return watchers;
    }

    /** The first of those whose zone has the fewest watchers. */
    private static Member leastUsed(List<Member> members, Map<String, Integer> usesOfZone) {
        Member least = members.get(0);
        for (Member member : members) {
            if (uses(member, usesOfZone) < uses(least, usesOfZone)) {
                least = member;
            }
        }
        return least;
    }

    private static int uses(Member member, Map<String, Integer> usesOfZone) {
        return usesOfZone.getOrDefault(member.zone(), 0);
    }
}
