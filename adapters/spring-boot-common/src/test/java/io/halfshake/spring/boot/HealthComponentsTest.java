package io.halfshake.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.spring.boot.HalfshakeProperties.HealthProperties;
import io.halfshake.testing.TestMonitor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HealthComponentsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final HealthProperties DEFAULTS = new HealthProperties(false, 100);
    private static final HealthProperties AT_MOST_TWO = new HealthProperties(false, 2);

    private final TestMonitor test = TestMonitor.create();

    private HealthComponents components(HealthProperties properties, String... included) {
        HalfshakeTargets targets = Configurations.start(
                test.monitor(),
                Configurations.target("db", "db:5432", "data"),
                Configurations.target("cache", "cache:6379", null));
        return new HealthComponents(targets, properties, Set.of(included));
    }

    @Test
    void component_showsTheStateOfItsTarget() {
        test.checker().on("db:5432").up();
        test.checker().on("cache:6379").refused();
        HealthComponents components = components(DEFAULTS);
        assertThat(components.health("db", true).status()).isEqualTo("UNKNOWN");

        test.advance(MINUTE);

        assertThat(components.names()).containsExactly("db", "cache");
        assertThat(components.health("db", true).status()).isEqualTo("UP");
        assertThat(components.health("db", true).details())
                .containsEntry("target", "db:5432")
                .containsEntry("group", "data")
                .containsEntry("state", "up")
                .containsKeys("since", "last")
                .doesNotContainKey("reason");
        assertThat(components.health("cache", true).status()).isEqualTo("TARGET_DOWN");
        assertThat(components.health("cache", true).details())
                .containsEntry("state", "down")
                .containsEntry("reason", "refused")
                .doesNotContainKey("group");
    }

    @Test
    void targetThatIsDown_isDownWhereTargetsAffectTheStatus() {
        test.checker().otherwise().refused();
        HealthComponents components = components(new HealthProperties(true, 100));

        test.advance(MINUTE);

        assertThat(components.health("db", true).status()).isEqualTo("DOWN");
    }

    @Test
    void targets_comeAndGo() {
        test.checker().otherwise().up();
        HealthComponents components = components(DEFAULTS);

        test.monitor().add("queue:5672");
        test.monitor().remove("db:5432");
        test.advance(MINUTE);

        assertThat(components.names()).containsExactly("cache", "queue:5672");
        assertThat(components.exists("queue:5672")).isTrue();
        assertThat(components.health("queue:5672", true).status()).isEqualTo("UP");
        assertThat(components.exists("db")).isFalse();
        assertThat(components.health("db", true)).isEqualTo(new ComponentHealth("UNKNOWN", Map.of()));
    }

    @Test
    void since_hasNoNanoseconds() {
        test.checker().otherwise().up();
        HealthComponents components = components(DEFAULTS);

        test.advance(Duration.ofNanos(60_123_456_789L));

        assertThat(components.health("db", true).details().get("since"))
                .asString()
                .matches("[0-9-]+T[0-9:]+(\\.[0-9]{3})?Z");
    }

    @Test
    void moreTargetsThanComponents_haveOneForAll() {
        test.checker().otherwise().up();
        HealthComponents components = components(AT_MOST_TWO);
        assertThat(components.names()).containsExactly("db", "cache");
        assertThat(components.health("summary", true).status()).isEqualTo("UNKNOWN");

        test.monitor().add("queue:5672");
        test.advance(MINUTE);

        assertThat(components.names()).containsExactly("summary");
        assertThat(components.health("summary", true).status()).isEqualTo("UP");
        assertThat(components.health("summary", true).details())
                .isEqualTo(Map.of("targets", 3, "up", 3, "down", 0, "unknown", 0));
        assertThat(components.exists("db")).isTrue();
    }

    @Test
    void componentOfAHealthGroup_isThereHoweverManyTargetsThereAre() {
        test.checker().otherwise().up();
        HealthComponents components = components(AT_MOST_TWO, "db", "no-such");

        test.monitor().add("queue:5672");

        assertThat(components.names()).containsExactly("summary", "db");
    }

    @Test
    void health_hasNoDetailsWhereTheyAreNotShown() {
        test.checker().on("db:5432").refused();
        test.checker().on("cache:6379").up();
        HealthComponents components = components(DEFAULTS);
        test.advance(MINUTE);

        assertThat(components.health("db", false)).isEqualTo(new ComponentHealth("TARGET_DOWN", Map.of()));
        assertThat(components.health("summary", false)).isEqualTo(new ComponentHealth("TARGET_DOWN", Map.of()));
    }

    @Test
    void targetWithAName_isNoComponentByItsText() {
        HealthComponents components = components(AT_MOST_TWO, "cache:6379", "db");

        test.monitor().add("queue:5672");

        assertThat(components.exists("db:5432")).isFalse();
        assertThat(components.exists("queue:5672")).isTrue();
        assertThat(components.names()).containsExactly("summary", "db");
    }

    @Test
    void summary_listsTheTenThatAreDownForLongest() {
        test.checker().on("db:5432").up();
        test.checker().on("cache:6379").up().refused();
        HealthComponents components = components(new HealthProperties(false, 0));
        test.advance(MINUTE);
        for (int port = 1; port <= 11; port++) {
            test.watch("late:" + port).refused();
            test.advance(MINUTE);
        }

        ComponentHealth summary = components.health("summary", true);

        assertThat(summary.status()).isEqualTo("TARGET_DOWN");
        assertThat(summary.details()).containsEntry("targets", 13).containsEntry("down", 12);
        assertThat(longestDown(summary))
                .hasSize(10)
                .startsWith("cache", "late:1", "late:2")
                .endsWith("late:9");
    }

    private static List<Object> longestDown(ComponentHealth summary) {
        return ((List<?>) summary.details().getOrDefault("longestDown", List.of()))
                .stream().<Object>map(line -> ((Map<?, ?>) line).get("name")).toList();
    }
}
