package io.halfshake.server.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
    private static final Set<DayOfWeek> EVERY_DAY = EnumSet.allOf(DayOfWeek.class);

    private static Schedule recurring(Set<DayOfWeek> days, String at, Duration duration, String zone) {
        return new Schedule.Recurring(days, LocalTime.parse(at), duration, ZoneId.of(zone));
    }

    /** The last argument is null where no window is open. */
    private static void assertEnd(Schedule schedule, String moment, @Nullable String end) {
        assertThat(schedule.endAt(Instant.parse(moment))).as(moment).isEqualTo(end == null ? null : Instant.parse(end));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-01T21:59:59.999999999Z,",
        "2026-12-01T22:00:00Z, 2026-12-02T02:00:00Z",
        "2026-12-02T01:59:59.999999999Z, 2026-12-02T02:00:00Z",
        "2026-12-02T02:00:00Z,",
        "-1000000000-01-01T00:00:00Z,",
        "+1000000000-12-31T00:00:00Z,",
    })
    void oneOff_isOpenFromItsBeginningUntilJustBeforeItsEnd(String moment, @Nullable String end) {
        assertEnd(
                new Schedule.OneOff(Instant.parse("2026-12-01T22:00:00Z"), Instant.parse("2026-12-02T02:00:00Z")),
                moment,
                end);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-30T22:29:59Z,",
        "2026-11-30T22:30:00Z, 2026-12-01T00:30:00Z",
        "2026-11-30T23:30:00Z, 2026-12-01T00:30:00Z",
        "2026-12-01T00:29:59Z, 2026-12-01T00:30:00Z",
        "2026-12-01T00:30:00Z,",
        "2026-12-01T23:00:00Z,",
        "2026-12-06T23:00:00Z,",
        "2026-12-07T22:30:00Z, 2026-12-08T00:30:00Z",
    })
    void windowOverMidnight_belongsToTheDayOnWhichItBegins(String moment, @Nullable String end) {
        assertEnd(recurring(Set.of(DayOfWeek.MONDAY), "23:30", Duration.ofHours(2), "Europe/Berlin"), moment, end);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-29T15:29:59Z,",
        "2026-11-29T15:30:00Z, 2026-11-29T16:30:00Z",
        "2026-11-30T00:30:00Z,",
        "2026-11-30T15:30:00Z,",
    })
    void day_isThatOfTheZone(String moment, @Nullable String end) {
        assertEnd(recurring(Set.of(DayOfWeek.MONDAY), "00:30", Duration.ofHours(1), "Asia/Tokyo"), moment, end);
    }

    /** At 01:00 UTC, 02:00 by the clock, it is 03:00. */
    @ParameterizedTest
    @CsvSource({
        "2026-03-28T01:30:00Z, 2026-03-28T02:30:00Z",
        "2026-03-29T00:59:59Z,",
        "2026-03-29T01:00:00Z,",
        "2026-03-29T01:29:59Z,",
        "2026-03-29T01:30:00Z, 2026-03-29T02:30:00Z",
        "2026-03-29T02:30:00Z,",
        "2026-03-30T00:30:00Z, 2026-03-30T01:30:00Z",
    })
    void timeThatIsSkipped_isLaterByAsMuch(String moment, @Nullable String end) {
        assertEnd(recurring(EVERY_DAY, "02:30", Duration.ofHours(1), "Europe/Berlin"), moment, end);
    }

    /** At 01:00 UTC, 03:00 by the clock, it is 02:00 again. */
    @ParameterizedTest
    @CsvSource({
        "2026-10-25T00:29:59Z,",
        "2026-10-25T00:30:00Z, 2026-10-25T01:30:00Z",
        "2026-10-25T01:00:00Z, 2026-10-25T01:30:00Z",
        "2026-10-25T01:30:00Z,",
        "2026-10-25T02:00:00Z,",
        "2026-10-26T01:30:00Z, 2026-10-26T02:30:00Z",
    })
    void timeThatComesTwice_isTheFirst(String moment, @Nullable String end) {
        assertEnd(recurring(EVERY_DAY, "02:30", Duration.ofHours(1), "Europe/Berlin"), moment, end);
    }

    @Test
    void duration_isTimeThatPassesAndNotOfTheClock() {
        Schedule nightly = recurring(EVERY_DAY, "01:00", Duration.ofHours(4), "Europe/Berlin");
        assertEnd(nightly, "2026-03-29T00:00:00Z", "2026-03-29T04:00:00Z");
        assertEnd(nightly, "2026-03-29T03:59:59Z", "2026-03-29T04:00:00Z");
        assertEnd(nightly, "2026-10-24T23:00:00Z", "2026-10-25T03:00:00Z");
        assertEnd(nightly, "2026-10-25T02:59:59Z", "2026-10-25T03:00:00Z");
        assertEnd(nightly, "2026-10-25T03:00:00Z", null);
    }

    /** At 00:01 the clock was set back to 23:01 of the day before. */
    @ParameterizedTest
    @CsvSource({
        "2010-11-07T02:29:59Z,",
        "2010-11-07T02:30:00Z, 2010-11-07T04:30:00Z",
        "2010-11-07T03:00:00Z, 2010-11-07T04:30:00Z",
        "2010-11-07T03:30:00Z, 2010-11-07T04:30:00Z",
        "2010-11-07T04:30:00Z,",
    })
    void clockThatIsSetBackOverMidnight_endsNoWindow(String moment, @Nullable String end) {
        assertEnd(recurring(Set.of(DayOfWeek.SUNDAY), "00:00", Duration.ofHours(2), "America/St_Johns"), moment, end);
    }

    @Test
    void windowsThatOverlap_endWithTheLatest() {
        Schedule longerThanADay = recurring(EVERY_DAY, "00:00", Duration.ofHours(30), "UTC");
        assertEnd(longerThanADay, "2026-01-02T03:00:00Z", "2026-01-03T06:00:00Z");
        Schedule always = recurring(Set.of(DayOfWeek.MONDAY), "00:00", Duration.ofDays(7), "UTC");
        assertEnd(always, "2026-11-29T23:59:59Z", "2026-11-30T00:00:00Z");
        assertEnd(always, "2026-11-30T00:00:00Z", "2026-12-07T00:00:00Z");
        assertEnd(always, "2026-12-06T12:00:00Z", "2026-12-07T00:00:00Z");
    }
}
