package io.halfshake.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MessageTest {
    private static final Alert BLIND = Alert.of(Samples.blindness(false));
    private static final Alert NO_LONGER_BLIND = Alert.of(Samples.blindness(true));

    private static String title(Alert... alerts) {
        return new Message(false, List.of(alerts)).title();
    }

    private static String reminder(Alert... alerts) {
        return new Message(true, List.of(alerts)).title();
    }

    @Test
    void title_countsTargets() {
        assertThat(title(Samples.down("a:1"))).isEqualTo("1 target down");
        assertThat(title(Samples.down("a:1"), Samples.down("b:1"))).isEqualTo("2 targets down");
        assertThat(title(Samples.up("a:1"))).isEqualTo("1 target resolved");
        assertThat(title(Samples.up("a:1"), Samples.down("b:1").removed())).isEqualTo("2 targets resolved");
        assertThat(title(Samples.up("a:1"), Samples.down("b:1"), Samples.down("c:1")))
                .isEqualTo("2 targets down, 1 resolved");
    }

    @Test
    void titleWithBlindness_doesNotCountItAsATarget() {
        assertThat(title(BLIND)).isEqualTo("the watcher's own network is in doubt");
        assertThat(title(NO_LONGER_BLIND)).isEqualTo("the watcher's own network is no longer in doubt");
        assertThat(title(BLIND, Samples.down("a:1"), Samples.down("b:1"), Samples.down("c:1")))
                .isEqualTo("3 targets down; the watcher's own network is in doubt");
        assertThat(title(Samples.up("a:1"), NO_LONGER_BLIND))
                .isEqualTo("1 target resolved; the watcher's own network is no longer in doubt");
    }

    @Test
    void titleOfAReminder_saysSo() {
        assertThat(reminder(Samples.down("a:1"))).isEqualTo("1 target still down");
        assertThat(reminder(BLIND, Samples.down("a:1")))
                .isEqualTo("1 target still down; the watcher's own network is still in doubt");
    }
}
