package io.halfshake.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a registry has, in words and figures. */
final class Meters {
    private static final Path EXPECTED = Path.of("src/test/resources");

    private Meters() {}

    /** The first measurement: a gauge's value, a counter's count, the number of times that a timer has recorded. */
    static double value(MeterRegistry registry, String name, String... tags) {
        return registry.get(name).tags(tags).meter().measure().iterator().next().getValue();
    }

    static List<String> names(MeterRegistry registry) {
        return registry.getMeters().stream()
                .map(meter -> meter.getId().getName())
                .distinct()
                .sorted()
                .toList();
    }

    static long count(MeterRegistry registry, String name) {
        return registry.getMeters().stream()
                .filter(meter -> meter.getId().getName().equals(name))
                .count();
    }

    /** A line for each: name, type, unit, tags and description. */
    static String describe(MeterRegistry registry) {
        return registry.getMeters().stream()
                        .map(Meter::getId)
                        .map(id -> String.join(
                                " | ",
                                id.getName(),
                                id.getType().name().toLowerCase(Locale.ROOT),
                                id.getBaseUnit() == null ? "-" : id.getBaseUnit(),
                                tags(id),
                                String.valueOf(id.getDescription())))
                        .sorted()
                        .collect(Collectors.joining("\n"))
                + "\n";
    }

    private static String tags(Meter.Id id) {
        String tags = id.getTags().stream()
                .map(tag -> tag.getKey() + "=" + tag.getValue())
                .collect(Collectors.joining(" "));
        return tags.isEmpty() ? "-" : tags;
    }

    static Path expected(String file) {
        return EXPECTED.resolve(file);
    }

    static void assertSame(String actual, String file) throws IOException {
        assertThat(actual).isEqualTo(Files.readString(expected(file)));
    }
}
