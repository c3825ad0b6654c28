package io.halfshake.cluster.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cluster.jdbc.Presence.Beat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PresenceTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Presence presence = new Presence(4 * SECOND, 3_600 * SECOND, 2 * SECOND);
    private final Map<String, Beat> rows = new TreeMap<>();
    private long now = Long.MAX_VALUE - SECOND;

    private void beat(String... members) {
        for (String member : members) {
            Beat before = rows.get(member);
            rows.put(
                    member,
                    before == null
                            ? new Beat(member, 1, rows.size() + 1L, 1)
                            : new Beat(member, before.process(), before.ticket(), before.beats() + 1));
        }
    }

    /** Each second the members beat and this one reads. */
    private void pass(int seconds, String... members) {
        for (int i = 0; i < seconds; i++) {
            now += SECOND;
            beat(members);
            presence.read(new ArrayList<>(rows.values()), now);
        }
    }

    @Test
    void view_isEmptyUntilAllCanHaveBeenObserved() {
        pass(4, "a", "b");
        assertThat(presence.view()).isEmpty();
        assertThat(presence.isFirst("a")).isFalse();

        pass(1, "a", "b");
        assertThat(presence.view()).containsExactlyInAnyOrder("a", "b");
        assertThat(presence.isFirst("a")).isTrue();
        assertThat(presence.isFirst("b")).isFalse();
    }

    @Test
    void rowOfLongAgo_isNoMember() {
        beat("old");
        pass(10, "a");
        assertThat(presence.view()).containsExactly("a");
        assertThat(presence.isFirst("a")).isTrue();
        assertThat(presence.isLost("old")).isTrue();
    }

    @Test
    void silentMember_isLostAfterFourSeconds() {
        pass(10, "a", "b");
        pass(3, "a");
        assertThat(presence.view()).containsExactlyInAnyOrder("a", "b");
        assertThat(presence.isLost("b")).isFalse();

        pass(1, "a");
        assertThat(presence.view()).containsExactly("a");
        assertThat(presence.isLost("b")).isTrue();

        pass(1, "a", "b");
        assertThat(presence.view()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void memberWhoseRowIsGone_isLostAtOnce() {
        pass(10, "a", "b");
        rows.remove("b");
        pass(1, "a");
        assertThat(presence.view()).containsExactly("a");
    }

    @Test
    void afterTimeWithoutReading_allIsObservedAnew() {
        pass(10, "a", "b");
        // The database was away, for all.
        now += 60 * SECOND;
        beat("a");
        presence.read(new ArrayList<>(rows.values()), now);
        assertThat(presence.view()).as("not known").isEmpty();
        // The other one comes back later.
        pass(3, "a");
        assertThat(presence.isLost("b")).isFalse();

        pass(1, "a", "b");
        assertThat(presence.view()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void newProcessOfAMember_isTheLastInTheOrder() {
        pass(10, "a", "b");
        rows.put("a", new Beat("a", 2, 7, 20));
        pass(1, "a", "b");
        assertThat(presence.isFirst("a")).isFalse();
        assertThat(presence.isFirst("b")).isTrue();
    }

    @Test
    void rowIsForgotten_afterAnHourOnly() {
        pass(10, "a", "b");
        pass(3_599, "a");
        assertThat(presence.forgotten()).isEmpty();
        pass(1, "a");
        assertThat(presence.forgotten()).containsExactly(rows.get("b"));
        assertThat(presence.view()).containsExactly("a");
    }

    @Test
    void memberWithoutARow_isNoLeader() {
        pass(10, "a");
        assertThat(presence.isFirst("b")).isFalse();
        assertThat(presence.isLost("b")).isFalse();
        assertThat(presence.forgotten()).isEqualTo(List.of());
    }
}
