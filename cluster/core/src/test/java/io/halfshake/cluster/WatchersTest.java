package io.halfshake.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WatchersTest {
    private static List<Member> members(String... zones) {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < zones.length; i++) {
            members.add(new Member("m" + i, zones[i], i, i, 1, false, Bytes.EMPTY));
        }
        return members;
    }

    @Test
    void owner_isTheFirst() {
        List<Member> members = members("x", "x", "y");
        for (int partition = 0; partition < PartitionHash.PARTITIONS; partition++) {
            assertThat(Watchers.of(partition, "m1", members, 2)).hasSize(2).startsWith("m1");
            assertThat(Watchers.of(partition, "m1", members, 1)).containsExactly("m1");
        }
    }

    @Test
    void zones_areUsedInTurn() {
        List<Member> members = members("x", "x", "x", "y", "z");
        for (int partition = 0; partition < PartitionHash.PARTITIONS; partition++) {
            assertThat(Watchers.of(partition, "m0", members, 3)).containsExactlyInAnyOrder("m0", "m3", "m4");
            assertThat(Watchers.of(partition, "m0", members, 5)).hasSize(5).doesNotHaveDuplicates();
        }
    }

    @Test
    void fewerMembersThanAskedFor_allWatch() {
        assertThat(Watchers.of(7, null, members("x", "y"), 3)).containsExactlyInAnyOrder("m0", "m1");
        assertThat(Watchers.of(7, null, List.of(), 3)).isEmpty();
    }

    @Test
    void others_doNotDependOnTheOrderOfTheMembers() {
        List<Member> members = members("x", "x", "x", "x", "x", "x");
        List<Member> reversed = new ArrayList<>(members);
        Collections.reverse(reversed);
        Map<String, Integer> counts = new HashMap<>();
        for (int partition = 0; partition < PartitionHash.PARTITIONS; partition++) {
            List<String> watchers = Watchers.of(partition, null, members, 3);
            assertThat(Watchers.of(partition, null, reversed, 3)).isEqualTo(watchers);
            watchers.forEach(each -> counts.merge(each, 1, Integer::sum));
        }
        assertThat(counts.values())
                .as("partitions of each")
                .allSatisfy(count -> assertThat(count).isBetween(400, 624));
    }
}
