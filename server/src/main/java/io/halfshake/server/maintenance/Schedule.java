package io.halfshake.server.maintenance;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** When a window is open: from its beginning on, until just before its end. */
public sealed interface Schedule {
    /**
     * The end of the window that is open at a moment.
     *
     * @param moment any
     * @return later than the moment; null if none is open
     */
    @Nullable
    Instant endAt(Instant moment);

    /**
     * Once.
     *
     * @param from the beginning
     * @param until the end, later than the beginning
     */
    record OneOff(Instant from, Instant until) implements Schedule {
        @Override
        public @Nullable Instant endAt(Instant moment) {
            return moment.isBefore(from) || !moment.isBefore(until) ? null : until;
        }
    }

    /**
     * On some days of each week. Windows may overlap; the end is then that of the latest.
     *
     * <p>The beginning is a time of the clock. Where the clock is set forward over it, the window begins later by as
     * much as the clock was set, as if it had not been set yet. Where it is set back, so that the time comes twice, the
     * window begins the first time. The duration is time that passes: an hour is never longer or shorter.
     *
     * @param days on which it begins, by the clock of the zone; not empty; immutable
     * @param at when it begins on each of them
     * @param duration how long it is open; positive
     * @param zone whose clock it is
     */
    record Recurring(Set<DayOfWeek> days, LocalTime at, Duration duration, ZoneId zone) implements Schedule {
        /** Copies the set. */
        public Recurring {
            days = Set.copyOf(days);
        }

        @Override
        public @Nullable Instant endAt(Instant moment) {
            // A day ahead: a clock that is set back over midnight shows the day before again.
            LocalDate date = moment.atZone(zone).toLocalDate().plusDays(1);
            LocalDate oldest = moment.minus(duration).atZone(zone).toLocalDate().minusDays(1);
            for (; !date.isBefore(oldest); date = date.minusDays(1)) {
                Instant begin = date.atTime(at).atZone(zone).toInstant();
                if (days.contains(date.getDayOfWeek()) && !begin.isAfter(moment)) {
                    Instant end = begin.plus(duration);
                    return moment.isBefore(end) ? end : null;
                }
            }
            return null;
        }
    }
}
