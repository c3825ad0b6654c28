package io.halfshake.server.alerts;

import static io.halfshake.server.alerts.TestAlerts.goesDown;
import static io.halfshake.server.alerts.TestAlerts.group;
import static io.halfshake.server.alerts.TestAlerts.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.server.maintenance.MaintenanceWindow;
import io.halfshake.server.maintenance.Schedule;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is sent, and when, of outages that begin or end in maintenance windows. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class AlertsMaintenanceTest {
    private final TestAlerts test = new TestAlerts();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void outageThatOutlastsTheWindow_isSentAtItsEnd() throws Exception {
        test.maintain(window(60, 300));
        test.watch("db:1", "data").up().times(7).refused();
        test.passUntil(299);
        assertThat(test.monitor.transitions()).hasSize(2);
        test.assertNothingSent();
        test.passUntil(300);
        assertThat(test.next()).containsExactly("db:1 firing");
        test.passUntil(400);
        test.assertNothingSent();
    }

    @Test
    void outageThatEndsInTheWindow_isNeverSent() {
        test.maintain(window(60, 300));
        test.watch("db:1", "data").up().times(7).refused().times(5).up();
        test.passUntil(400);
        assertThat(test.monitor.transitions()).hasSize(3);
        test.assertNothingSent();
    }

    @Test
    void outageThatTheFirstCheckFinds_isHeldToo() throws Exception {
        test.maintain(window(0, 60));
        test.watch("db:1", "data").refused();
        test.passUntil(59);
        test.assertNothingSent();
        test.passUntil(60);
        assertThat(test.next()).containsExactly("db:1 firing");
    }

    @Test
    void outageOfBeforeThatEndsInTheWindow_isResolvedInIt() throws Exception {
        test.maintain(window(60, 300));
        test.watch("db:1", "data").up().refused().times(8).up();
        test.passUntil(10);
        assertThat(test.next()).containsExactly("db:1 firing");
        test.passUntil(89);
        test.assertNothingSent();
        test.passUntil(90);
        assertThat(test.next()).containsExactly("db:1 resolved");
        test.passUntil(400);
        test.assertNothingSent();
    }

    @Test
    void outageOfBeforeThatOutlastsTheWindow_isNotSentAgain() throws Exception {
        test.maintain(window(60, 300));
        test.watch("db:1", "data").up().refused();
        test.passUntil(10);
        assertThat(test.next()).containsExactly("db:1 firing");
        test.passUntil(400);
        test.assertNothingSent();
    }

    @Test
    void outageOfBefore_isHeldOnceItBeginsAgain() throws Exception {
        test.maintain(window(60, 300));
        test.watch("db:1", "data").refused().times(8).up().times(2).refused();
        test.passUntil(1);
        assertThat(test.next()).containsExactly("db:1 firing");
        test.passUntil(80);
        assertThat(test.next()).containsExactly("db:1 resolved");
        test.passUntil(299);
        test.assertNothingSent();
        test.passUntil(300);
        assertThat(test.next()).containsExactly("db:1 firing");
    }

    @Test
    void outageThatWasDecidedBeforeTheWindow_isSentInIt() throws Exception {
        test.maintain(window(60, 300));
        test.put("db:1", "data");
        test.passUntil(61);
        test.alerts.onTransition(goesDown("db:1", 59));
        assertThat(test.next()).containsExactly("db:1 firing");
        test.passUntil(400);
        test.assertNothingSent();
    }

    @Test
    void outageThatWasDecidedInTheWindow_isSentAlthoughItComesAfterIt() throws Exception {
        test.maintain(window(60, 300));
        test.put("db:1", "data");
        test.passUntil(301);
        test.alerts.onTransition(goesDown("db:1", 299));
        test.passUntil(302);
        assertThat(test.next()).containsExactly("db:1 firing");
        test.passUntil(400);
        test.assertNothingSent();
    }

    @Test
    void windowsThatOverlap_holdUntilTheLastEnds() throws Exception {
        test.maintain(window(60, 300), window(200, 400, group("data")), window(0, 1_000, group("other")));
        test.watch("db:1", "data").up().times(7).refused();
        test.passUntil(399);
        test.assertNothingSent();
        test.passUntil(400);
        assertThat(test.next()).containsExactly("db:1 firing");
    }

    @Test
    void otherTargets_areNotHeld() throws Exception {
        test.maintain(window(0, 300, group("data")));
        test.watch("db:1", "data").refused();
        test.watch("web:1", "web").refused();
        test.passUntil(1);
        assertThat(test.next()).containsExactly("web:1 firing");
        test.passUntil(299);
        test.assertNothingSent();
        test.passUntil(300);
        assertThat(test.next()).containsExactly("db:1 firing");
    }

    @Test
    void recurringWindow_holdsOverMidnightEachDay() throws Exception {
        test.maintain(new MaintenanceWindow(
                "nightly",
                List.of(),
                new Schedule.Recurring(
                        EnumSet.allOf(DayOfWeek.class), LocalTime.of(23, 50), Duration.ofMinutes(20), ZoneOffset.UTC)));
        int day = (int) Duration.ofDays(1).toSeconds();
        // Down until a quarter past midnight, and again from five minutes past the next midnight on.
        test.watch("db:1", "data")
                .refused()
                .times(90)
                .up()
                .times((day + 300) / 10 - 90)
                .refused();
        test.passUntil(599);
        test.assertNothingSent();
        test.passUntil(600);
        assertThat(test.next()).containsExactly("db:1 firing");
        test.passUntil(900);
        assertThat(test.next()).containsExactly("db:1 resolved");
        test.monitor.advance(Duration.ofSeconds(day - 900));
        test.passUntil(day + 599);
        assertThat(test.monitor.transitions()).hasSize(3);
        test.assertNothingSent();
        test.passUntil(day + 600);
        assertThat(test.next()).containsExactly("db:1 firing");
    }

    @Test
    void targetThatIsRemovedInTheWindow_isNeverSent() {
        test.maintain(window(0, 60));
        test.watch("db:1", "data").refused();
        test.passUntil(30);
        assertThat(test.monitor.monitor().remove("db:1")).isTrue();
        test.passUntil(100);
        test.assertNothingSent();
    }

    @Test
    void windowThatIsTakenOutOfTheFile_holdsNoMore() throws Exception {
        test.maintain(window(0, 1_000));
        test.watch("db:1", "data").refused();
        test.passUntil(30);
        test.assertNothingSent();
        test.maintain();
        test.passUntil(31);
        assertThat(test.next()).containsExactly("db:1 firing");
    }

    @Test
    void targetThatGetsAnotherGroup_isHeldByThatGroupsWindows() throws Exception {
        test.maintain(window(0, 1_000, group("data")));
        test.watch("db:1", "data").refused();
        test.passUntil(30);
        test.put("db:1", "web");
        test.passUntil(31);
        assertThat(test.next()).containsExactly("db:1 firing");
    }

    @Test
    void blindness_isHeldByWindowsForAllTargetsOnly() throws Exception {
        test.maintain(window(0, 300, group("data")), window(100, 200));
        test.alerts.onBlindness(Samples.blindness(false));
        assertThat(test.next()).containsExactly("blindness firing");
        test.alerts.onBlindness(Samples.blindness(true));
        assertThat(test.next()).containsExactly("blindness resolved");

        test.passUntil(100);
        test.alerts.onBlindness(Samples.blindness(false));
        test.alerts.onBlindness(Samples.blindness(true));
        test.alerts.onBlindness(Samples.blindness(false));
        test.passUntil(199);
        test.assertNothingSent();
        test.passUntil(200);
        assertThat(test.next()).containsExactly("blindness firing");
        test.alerts.onBlindness(Samples.blindness(true));
        assertThat(test.next()).containsExactly("blindness resolved");
    }

    /** It began long before the checkpoint, but was not sent. */
    @Test
    void outageThatAnEarlierProcessHeld_isSentAtTheEndOfTheWindow() throws Exception {
        test.maintain(window(-3_600, 300));
        test.adopt("db:1", "data", -1_800, -60).refused().times(41).up();
        test.assertNothingSent();
        test.passUntil(299);
        test.assertNothingSent();
        test.passUntil(300);
        assertThat(test.next()).containsExactly("db:1 firing");
        test.passUntil(409);
        assertThat(test.monitor.transitions()).isEmpty();
        test.assertNothingSent();
        test.passUntil(410);
        assertThat(test.next()).containsExactly("db:1 resolved");
    }

    @Test
    void outageWhoseWindowEndedWhileNoWatcherRan_isSentAtTheStart() throws Exception {
        test.maintain(window(-3_600, -120));
        test.adopt("db:1", "data", -1_800, -600).refused().times(9).up();
        assertThat(test.next()).containsExactly("db:1 firing");
        test.passUntil(89);
        assertThat(test.monitor.transitions()).isEmpty();
        test.assertNothingSent();
        test.passUntil(90);
        assertThat(test.next()).containsExactly("db:1 resolved");
    }

    /** It was sent at the end of the window that it began in: its receivers know of it. */
    @Test
    void outageThatAnEarlierProcessSentAfterAnotherWindow_isResolvedInThisOne() throws Exception {
        test.maintain(window(-7_200, -3_600), window(-600, 300));
        test.adopt("db:1", "data", -5_400, -60).refused().times(9).up();
        test.passUntil(89);
        test.assertNothingSent();
        test.passUntil(90);
        assertThat(test.next()).containsExactly("db:1 resolved");
        test.passUntil(400);
        test.assertNothingSent();
    }
}
