package io.halfshake.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.Transition;
import io.halfshake.testing.TestMonitor;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WatchlistTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TestMonitor rig =
            TestMonitor.create(builder -> builder.interval(SECOND).rise(1).fall(1));

    private List<String> first(Watchlist watchlist, int most) {
        return watchlist.mostUrgent(most).stream().map(entry -> entry.target).toList();
    }

    @Test
    void mostUrgent_returnsTargetsThatAreNotUpFirst() {
        rig.watch("up:1").up();
        rig.watch("down:2").refused();
        rig.watch("up:3").up();
        rig.watch("down:4").refused();
        rig.advance(SECOND);
        Watchlist watchlist =
                new Watchlist(new LinkedHashSet<>(List.of("up:1", "down:2", "new:5", "up:3", "down:4")), false);
        rig.transitions()
                .forEach(transition -> watchlist.get(transition.target()).apply(transition));

        assertThat(first(watchlist, 5)).containsExactly("up:1", "down:2", "new:5", "up:3", "down:4");
        assertThat(first(watchlist, 4)).containsExactly("down:2", "down:4", "new:5", "up:1");
        assertThat(first(watchlist, 1)).containsExactly("down:2");
        assertThat(watchlist.count(TargetState.UP)).isEqualTo(2);
        assertThat(watchlist.count(TargetState.UNKNOWN)).isEqualTo(1);
    }

    @Test
    void apply_returnsTheOutageLengthFromTheBoundsOfItsEnds() {
        rig.watch("db:1").up().times(3).refused().times(4).up();
        rig.advance(Duration.ofSeconds(10));
        Watchlist.Entry entry = new Watchlist(Set.of("db:1"), false).get("db:1");

        List<Transition> transitions = rig.transitions();
        assertThat(entry.apply(transitions.get(0))).isNull();
        assertThat(entry.apply(transitions.get(1))).isNull();
        assertThat(entry.apply(transitions.get(2)))
                .isEqualTo(new OutageLength(Duration.ofSeconds(3), Duration.ofSeconds(5), false))
                .extracting(OutageLength::describe)
                .isEqualTo("3.000 s to 5.000 s");
        assertThat(OutageLength.of(rig.status("db:1").outageHistory().outages().get(0)))
                .as("the monitor's own books")
                .isEqualTo(new OutageLength(Duration.ofSeconds(3), Duration.ofSeconds(5), false));
    }

    @Test
    void outageWithUnobservedStart_isOpen() {
        rig.watch("db:1").refused().times(4).up();
        rig.advance(Duration.ofSeconds(10));
        Watchlist.Entry entry = new Watchlist(Set.of("db:1"), false).get("db:1");

        assertThat(entry.apply(rig.transitions().get(0))).isNull();
        OutageLength outage = entry.apply(rig.transitions().get(1));
        assertThat(outage).isNotNull().extracting(OutageLength::describe).isEqualTo("3.000 s or more");
    }

    @Test
    void isFirst_isTrueForTheFirstResultOnly() {
        Watchlist.Entry entry = new Watchlist(Set.of("db:1"), false).get("db:1");
        assertThat(entry.isFirst()).isTrue();
        assertThat(entry.isFirst()).isFalse();
    }
}
