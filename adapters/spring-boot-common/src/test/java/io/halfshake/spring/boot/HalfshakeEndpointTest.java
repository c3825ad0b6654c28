package io.halfshake.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.testing.TestMonitor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HalfshakeEndpointTest {
    private final TestMonitor test = TestMonitor.create();

    private HalfshakeEndpoint endpoint() {
        test.checker().on("db:5432").up(Duration.ofMillis(2)).refused();
        test.checker().on("[::1]:6379").up(Duration.ofMillis(3));
        HalfshakeTargets targets = Configurations.start(
                test.monitor(),
                Configurations.target("db", "db:5432", "data"),
                Configurations.target("cache", "[::1]:6379", null));
        return new HalfshakeEndpoint(test.checker(), targets);
    }

    @Test
    void all_hasEngineCountsAndALineForEachTarget() {
        HalfshakeEndpoint endpoint = endpoint();
        test.advance(Duration.ofMinutes(1));

        Map<String, Object> all = endpoint.all();

        assertThat(all).containsOnlyKeys("engine", "counts", "targets");
        assertThat(all.get("engine"))
                .isEqualTo(Map.of("name", "fake", "handshake", "half", "text", "fake (half handshake)"));
        assertThat(all.get("counts")).isEqualTo(Map.of("targets", 2, "up", 1, "down", 1, "unknown", 0));
        assertThat((List<?>) all.get("targets")).hasSize(2);
        assertThat(values(first(all.get("targets")), "name", "target", "group", "state", "reason"))
                .containsExactly("db", "db:5432", "data", "down", "refused");
    }

    @Test
    void all_hasNoEngineWhereACheckerNamesNone() {
        HalfshakeTargets targets = Configurations.start(test.monitor());

        assertThat(new HalfshakeEndpoint(BareChecker.create(), targets).all()).containsOnlyKeys("counts", "targets");
    }

    @Test
    void one_hasLastResultChecksRoundTripsAndOutages() {
        HalfshakeEndpoint endpoint = endpoint();
        test.advance(Duration.ofMinutes(1));

        Map<String, Object> db = Objects.requireNonNull(endpoint.one("db"));

        assertThat(db)
                .containsEntry("name", "db")
                .containsEntry("target", "db:5432")
                .containsEntry("state", "down")
                .containsEntry("inDoubt", false)
                .containsEntry("outageCount", 1L);
        assertThat(values(db.get("last"), "state", "reason", "engine", "handshake", "signal", "syns"))
                .containsExactly("down", "refused", "fake", "half", "rst", 1);
        assertThat(values(db.get("checks"), "up", "unknown")).containsExactly(1L, 0L);
        Object outage = first(db.get("outages"));
        assertThat(values(outage, "ongoing", "beganUnseen", "reason", "ended"))
                .containsExactly(true, false, "refused", null);
        assertThat(values(db, "downtimeAtLeastMicros", "downtimeAtMostMicros"))
                .doesNotContainNull()
                .isEqualTo(values(outage, "shortestMicros", "longestMicros"));
    }

    @Test
    void one_isFoundByTextWhereItHasNoName() {
        HalfshakeEndpoint endpoint = endpoint();
        test.watch("queue:5672").up();

        assertThat(endpoint.one("queue:5672")).containsEntry("name", "queue:5672");
        assertThat(endpoint.one("cache")).containsEntry("target", "[::1]:6379");
        assertThat(endpoint.one("no-such")).isNull();
    }

    private static @Nullable Object first(@Nullable Object list) {
        return ((List<?>) Objects.requireNonNull(list)).get(0);
    }

    private static List<@Nullable Object> values(@Nullable Object map, String... keys) {
        List<@Nullable Object> values = new ArrayList<>();
        for (String key : keys) {
            values.add(((Map<?, ?>) Objects.requireNonNull(map)).get(key));
        }
        return values;
    }
}
