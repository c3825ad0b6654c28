package io.halfshake.server.config;

import io.halfshake.internal.Arguments;
import io.halfshake.internal.Durations;
import io.halfshake.server.config.YamlNode.Sequence;
import io.halfshake.server.maintenance.MaintenanceWindow;
import io.halfshake.server.maintenance.Schedule;
import io.halfshake.server.maintenance.TargetSelector;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code maintenance}: windows in which alerts are held. */
final class MaintenanceReader {
    private static final List<String> ONE_OFF_KEYS = List.of("from", "until");
    private static final List<String> RECURRING_KEYS = List.of("days", "at", "duration", "time-zone");

    static final List<String> KEYS = Stream.of(List.of("name", "targets"), ONE_OFF_KEYS, RECURRING_KEYS)
            .flatMap(List::stream)
            .toList();

    private static final String TIMES = "either from and until, or at, duration and time-zone";
    private static final String MOMENT = "ISO 8601 with an offset, such as 2026-12-24T22:00+01:00";
    private static final Pattern TIME_OF_DAY = Pattern.compile("(?:[01][0-9]|2[0-3]):[0-5][0-9]");
    private static final Duration MIN_DURATION = Duration.ofMinutes(1);
    private static final Duration MAX_DURATION = Duration.ofDays(7);
    private static final int SHORT_DAY = 3;

    private final ReadContext context;
    private final SelectorReader selectors;
    private final List<MaintenanceWindow> windows = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private MaintenanceReader(ReadContext context, List<TargetConfig> targets) {
        this.context = context;
        this.selectors = new SelectorReader(context, targets);
    }

    /** The windows, in order; none if there is no such key. The targets are those that they can be for. */
    static List<MaintenanceWindow> read(Section root, List<TargetConfig> targets) {
        if (!root.has("maintenance")) {
            return List.of();
        }
        MaintenanceReader reader = new MaintenanceReader(root.context(), targets);
        root.forEach("maintenance", reader::window);
        return List.copyOf(reader.windows);
    }

    private void window(YamlNode node, String path) {
        Section section = Section.open(node, path, KEYS, context);
        if (section == null) {
            return;
        }
        String name = section.required("name", this::name);
        List<TargetSelector> targets = selectors.read(section, "targets");
        Schedule schedule = schedule(section);
        if (name != null && schedule != null) {
            windows.add(new MaintenanceWindow(name, targets, schedule));
        }
    }

    private String name(String path, String text) {
        String name = ValueParsers.name(path, text);
        return ValueParsers.require(names.add(name), path, text, "each name once");
    }

    private @Nullable Schedule schedule(Section section) {
        boolean oneOff = ONE_OFF_KEYS.stream().anyMatch(section::has);
        List<String> recurring = RECURRING_KEYS.stream().filter(section::has).toList();
        if (!oneOff && recurring.isEmpty()) {
            context.problems().error(section.position(), section.path(), "no time (expected " + TIMES + ")");
            return null;
        }
        if (oneOff && !recurring.isEmpty()) {
            String key = recurring.get(0);
            context.problems()
                    .error(section.position(key), section.path(key), "a second time (expected " + TIMES + ")");
            return null;
        }
        return oneOff ? oneOff(section) : recurring(section);
    }

    private static @Nullable Schedule oneOff(Section section) {
        Instant from = section.required("from", MaintenanceReader::moment);
        Instant until = section.required("until", (path, text) -> {
            Instant end = moment(path, text);
            ValueParsers.require(from == null || end.isAfter(from), path, text, "a moment after from");
            return end;
        });
        return from == null || until == null ? null : new Schedule.OneOff(from, until);
    }

    private static Instant moment(String path, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw Arguments.wrong(path, text, MOMENT);
        }
    }

    private @Nullable Schedule recurring(Section section) {
        Set<DayOfWeek> days = days(section);
        LocalTime at = section.required("at", MaintenanceReader::timeOfDay);
        Duration duration = section.required("duration", MaintenanceReader::duration);
        ZoneId zone = section.required("time-zone", MaintenanceReader::zone);
        return days.isEmpty() || at == null || duration == null || zone == null
                ? null
                : new Schedule.Recurring(days, at, duration, zone);
    }

    /** All where the key is not there; none if something is wrong. */
    private Set<DayOfWeek> days(Section section) {
        if (!section.has("days")) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        if (section.node("days") instanceof Sequence list && list.items().isEmpty()) {
            context.problems()
                    .error(
                            section.position("days"),
                            section.path("days"),
                            "none (expected at least one; without this key it is every day)");
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        section.values("days", (path, text) -> {
            DayOfWeek day = day(path, text);
            ValueParsers.require(days.add(day), path, text, "each day once");
            return day;
        });
        return days;
    }

    /** In full, as gatus has it, or its first three letters. */
    private static DayOfWeek day(String path, String text) {
        String small = text.toLowerCase(Locale.ROOT);
        List<String> known = new ArrayList<>();
        for (DayOfWeek day : DayOfWeek.values()) {
            String name = day.name().toLowerCase(Locale.ROOT);
            if (small.equals(name) || small.equals(name.substring(0, SHORT_DAY))) {
                return day;
            }
            known.add(name);
        }
        throw Arguments.wrong(path, text, "a day of the week, such as mon or monday" + KeySuggestion.hint(text, known));
    }

    private static LocalTime timeOfDay(String path, String text) {
        ValueParsers.require(TIME_OF_DAY.matcher(text).matches(), path, text, "hours and minutes, such as 02:30");
        return LocalTime.parse(text);
    }

    private static Duration duration(String path, String text) {
        Duration duration = Durations.parse(path, text);
        boolean holds = duration.compareTo(MIN_DURATION) >= 0 && duration.compareTo(MAX_DURATION) <= 0;
        ValueParsers.require(
                holds,
                path,
                text,
                "at least " + Durations.text(MIN_DURATION) + ", at most " + Durations.text(MAX_DURATION));
        return duration;
    }

    /** By its name only: an offset does not follow the clocks of people. */
    private static ZoneId zone(String path, String text) {
        Set<String> known = ZoneId.getAvailableZoneIds();
        if (known.contains(text)) {
            return ZoneId.of(text);
        }
        // A suggestion is found among names in small letters with hyphens.
        Map<String, String> bySmallName = new TreeMap<>();
        known.forEach(id -> bySmallName.put(id.toLowerCase(Locale.ROOT).replace('_', '-'), id));
        String hint = KeySuggestion.nearest(text, bySmallName.keySet())
                .map(small -> "; did you mean \"" + bySmallName.get(small) + "\"?")
                .orElse("");
        throw Arguments.wrong(path, text, "a time zone of the IANA's list, such as Europe/Berlin or UTC" + hint);
    }
}
