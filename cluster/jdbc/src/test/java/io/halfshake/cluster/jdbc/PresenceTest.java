package io.halfshake.cluster.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cluster.jdbc.Presence.Beat;
import io.halfshake.cluster.jdbc.Presence.Sighting;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PresenceTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Presence presence = new Presence(SECOND / 2, 4 * SECOND, 3_600 * SECOND, 2 * SECOND);
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
            read(rows.keySet());
        }
    }

    /** As of now, with the members whose connections are there. */
    private void read(Set<String> connected) {
        presence.read(
                rows.values().stream()
                        .map(beat -> new Sighting(beat, connected.contains(beat.member())))
                        .toList(),
                now);
    }

    private void quarters(int count, String... connected) {
        for (int i = 0; i < count; i++) {
            now += SECOND / 4;
            read(Set.of(connected));
        }
    }

    @Test
    void memberWhoseConnectionHasEnded_isLostAfterHalfASecond() {
        pass(10, "a", "b");
        quarters(2, "a");
        assertThat(presence.view()).containsExactlyInAnyOrder("a", "b");
        quarters(1, "a");
        assertThat(presence.view()).containsExactly("a");
        assertThat(presence.isLost("b")).as("its name is not to be taken yet").isFalse();

        pass(1, "a", "b");
        assertThat(presence.view()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void memberWhoseConnectionHasEndedAfterAHeartbeat_isLostAsSoon() {
        pass(10, "a", "b");
        beat("b");
        quarters(2, "a");
        assertThat(presence.view()).containsExactlyInAnyOrder("a", "b");
        quarters(1, "a");
        assertThat(presence.view()).containsExactly("a");
    }

    @Test
    void memberThatConnectsAgain_isNotLost() {
        pass(10, "a", "b");
        quarters(2, "a");
        quarters(1, "a", "b");
        quarters(2, "a");
        assertThat(presence.view()).containsExactlyInAnyOrder("a", "b");
    }

    /** As behind a pooler that shares connections. */
    @Test
    void memberThatIsAliveWithoutAConnectionOfItsOwn_isLostBySilenceOnly() {
        pass(10, "a", "b");
        quarters(1, "a");
        beat("a", "b");
        quarters(8, "a");
        assertThat(presence.view()).containsExactlyInAnyOrder("a", "b");
        pass(3, "a");
        assertThat(presence.view()).containsExactly("a");
    }

    @Test
    void connectionsThatWereNotSeenByThisOne_sayNothing() {
        pass(10, "a", "b");
        presence.reconnected();
        quarters(8, "a");
        assertThat(presence.view()).containsExactlyInAnyOrder("a", "b");
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
        read(rows.keySet());
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
