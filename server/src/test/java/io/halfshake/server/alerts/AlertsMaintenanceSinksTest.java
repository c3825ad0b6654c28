package io.halfshake.server.alerts;

import static io.halfshake.server.alerts.TestAlerts.goesDown;
import static io.halfshake.server.alerts.TestAlerts.group;
import static io.halfshake.server.alerts.TestAlerts.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reminders in maintenance windows, and what fails at the end of one. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class AlertsMaintenanceSinksTest {
    private final TestAlerts test = new TestAlerts();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void failureAtTheEndOfTheWindow_losesNoOutage() throws Exception {
        test.maintain(window(0, 60));
        test.watch("db:1", "data").refused();
        test.passUntil(59);
        test.broken = true;
        assertThatThrownBy(() -> test.passUntil(60)).hasMessage("in a test");
        test.broken = false;
        test.assertNothingSent();
        test.passUntil(61);
        assertThat(test.next()).containsExactly("db:1 firing");
    }

    @Test
    void failureAtTheEndOfTheWindow_losesNoEnd() throws Exception {
        test.maintain(window(0, 60));
        test.put("db:1", "data");
        test.alerts.onTransition(goesDown("db:1", 10));
        test.alerts.onBlindness(Samples.blindness(false));
        test.passUntil(59);
        test.broken = true;
        assertThatThrownBy(() -> test.passUntil(60)).hasMessage("in a test");
        test.broken = false;
        test.alerts.onTransition(Samples.comesUp("db:1"));
        assertThat(test.next()).containsExactly("db:1 resolved");
        test.alerts.onBlindness(Samples.blindness(true));
        test.passUntil(61);
        test.assertNothingSent();
    }

    @Test
    void reminders_waitUntilTheWindowEnds() throws Exception {
        test.configureSink(Duration.ofHours(1));
        test.maintain(window(60, 300, group("data")));
        test.put("web:1", "web");
        test.watch("db:1", "data").refused();
        test.passUntil(1);
        assertThat(test.next()).containsExactly("db:1 firing");
        test.passUntil(60);
        test.nanoTime.addAndGet(Duration.ofHours(2).toNanos());
        // Has the sink look for what is due.
        test.alerts.onTransition(Samples.goesDown("web:1"));
        assertThat(test.next()).containsExactly("web:1 firing");
        test.assertIdle();

        test.passUntil(300);
        test.alerts.onTransition(Samples.comesUp("web:1"));
        assertThat(test.next()).containsExactly("web:1 resolved");
        test.nanoTime.addAndGet(Duration.ofHours(1).toNanos());
        // Has the sink look for what is due; in which order is open.
        test.alerts.onTransition(Samples.goesDown("web:1"));
        assertThat(List.of(test.next(), test.next()))
                .containsExactlyInAnyOrder(List.of("web:1 firing"), List.of("db:1 firing"));
    }

    @Test
    void remindersOfAnOutageThatBeginsAgain_waitToo() throws Exception {
        test.configureSink(Duration.ofHours(1));
        test.maintain(window(60, 300));
        test.watch("db:1", "data").refused();
        test.passUntil(1);
        assertThat(test.next()).containsExactly("db:1 firing");
        test.passUntil(60);
        test.alerts.onTransition(Samples.comesUp("db:1"));
        assertThat(test.next()).containsExactly("db:1 resolved");
        test.alerts.onTransition(goesDown("db:1", 59));
        assertThat(test.next()).containsExactly("db:1 firing");
        test.passUntil(61);
        test.nanoTime.addAndGet(Duration.ofHours(2).toNanos());
        test.passUntil(62);
        test.assertIdle();
    }

    @Test
    void remindersOfASinkThatNeedsThem_goOn() throws Exception {
        test.needsReminders = true;
        test.configureSink(Duration.ofHours(1));
        test.maintain(window(60, 300, group("data")));
        test.put("web:1", "web");
        test.watch("db:1", "data").refused();
        test.passUntil(1);
        assertThat(test.next()).containsExactly("db:1 firing");
        test.passUntil(60);
        test.nanoTime.addAndGet(Duration.ofHours(1).toNanos());
        test.alerts.onTransition(Samples.goesDown("web:1"));
        assertThat(List.of(test.next(), test.next()))
                .containsExactlyInAnyOrder(List.of("web:1 firing"), List.of("db:1 firing"));
    }

    @Test
    void sinkThatIsChangedInTheWindow_sendsNoReminder() throws Exception {
        test.configureSink(Duration.ofHours(1));
        test.maintain(window(60, 300));
        test.watch("db:1", "data").refused();
        test.passUntil(1);
        assertThat(test.next()).containsExactly("db:1 firing");
        test.passUntil(60);
        test.configureSink(Duration.ofHours(2));
        test.assertIdle();
    }

    @Test
    void outageOfAnEarlierProcess_isNotRemindedOfInAWindow() throws Exception {
        test.configureSink(Duration.ofHours(1));
        test.maintain(window(-600, 300, group("data")));
        test.adopt("db:1", "data", -5_400, -60).refused();
        // Has the sink look for what is due.
        test.put("web:1", "web");
        test.alerts.onTransition(goesDown("web:1", 0));
        assertThat(test.next()).containsExactly("web:1 firing");
        test.assertIdle();
    }
}
