package io.halfshake.microprofile.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.UnknownReason;
import io.halfshake.testing.TestMonitor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetsHealthTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TestMonitor test = TestMonitor.create();

    /** Of two targets that are monitored from now on. */
    private TargetsHealth health(String... more) {
        String[] configuration = new String[more.length + 5];
        System.arraycopy(more, 0, configuration, 5, more.length);
        configuration[0] = "halfshake.targets[0].name=db";
        configuration[1] = "halfshake.targets[0].target=db:5432";
        configuration[2] = "halfshake.targets[0].group=data";
        configuration[3] = "halfshake.targets[1].name=cache";
        configuration[4] = "halfshake.targets[1].target=cache:6379";
        HalfshakeProperties properties = HalfshakeProperties.read(FakeConfig.of(configuration));
        HalfshakeTargets targets = new HalfshakeTargets(ConfiguredTarget.all(properties), test.monitor());
        targets.start(List.of(), false);
        return new TargetsHealth(targets, properties.health());
    }

    @Test
    void data_haveTheStateOfEachTarget() {
        test.checker().on("db:5432").up();
        test.checker().on("cache:6379").refused();
        TargetsHealth health = health();
        assertThat(health.all().data()).containsEntry("db", "unknown").containsEntry("cache", "unknown");

        test.advance(MINUTE);

        TargetsReport report = health.all();
        assertThat(report.isDown()).isFalse();
        assertThat(report.data())
                .containsEntry("db", "up")
                .containsEntry("db/target", "db:5432")
                .containsEntry("db/group", "data")
                .containsKeys("db/since", "db/last")
                .doesNotContainKey("db/reason")
                .containsEntry("cache", "down")
                .containsEntry("cache/reason", "refused")
                .doesNotContainKey("cache/group");
    }

    @Test
    void since_hasNoNanoseconds() {
        test.checker().otherwise().up();
        TargetsHealth health = health();

        test.advance(Duration.ofNanos(60_123_456_789L));

        assertThat(health.all().data().get("db/since")).asString().matches("[0-9-]+T[0-9:]+(\\.[0-9]{3})?Z");
    }

    @Test
    void targetThatIsDown_countsWhereTargetsAffectTheStatus() {
        test.checker().on("db:5432").up();
        test.checker().on("cache:6379").refused();
        TargetsHealth health = health("halfshake.health.affects-status=true");
        assertThat(health.all().isDown()).isFalse();

        test.advance(MINUTE);

        assertThat(health.all().isDown()).isTrue();
        assertThat(health.readiness().isDown()).isFalse();
    }

    @Test
    void targetsThatReadinessNames_makeTheApplicationUnready() {
        test.checker().on("db:5432").up();
        test.checker().on("cache:6379").up().refused();
        TargetsHealth health = health("halfshake.health.readiness=cache");
        assertThat(health.readiness().isDown()).isFalse();

        test.advance(MINUTE);

        assertThat(health.readiness().isDown()).isTrue();
        assertThat(health.readiness().data()).containsEntry("cache", "down").doesNotContainKey("db");
        assertThat(health.all().isDown()).isFalse();
    }

    @Test
    void groupThatReadinessNames_standsForItsTargets() {
        test.checker().on("db:5432").refused();
        test.checker().on("cache:6379").refused();
        TargetsHealth health = health("halfshake.health.readiness=data");

        test.advance(MINUTE);

        assertThat(health.readiness().isDown()).isTrue();
        assertThat(health.readiness().data()).containsEntry("db", "down").doesNotContainKey("cache");
    }

    @Test
    void readinessThatNamesNothing_isUp() {
        test.checker().otherwise().refused();
        TargetsHealth health = health();

        test.advance(MINUTE);

        assertThat(health.readiness().isDown()).isFalse();
        assertThat(health.readiness().data()).isEmpty();
    }

    @Test
    void unknownResults_makeNothingUnready() {
        test.checker().otherwise().unknown(UnknownReason.UNRESOLVED);
        TargetsHealth health = health("halfshake.health.readiness=db", "halfshake.health.affects-status=true");

        test.advance(MINUTE);

        assertThat(health.readiness().isDown()).isFalse();
        assertThat(health.readiness().data()).containsEntry("db", "unknown").containsEntry("db/reason", "unresolved");
        assertThat(health.all().isDown()).isFalse();
    }

    @Test
    void targets_comeAndGo() {
        test.checker().otherwise().up();
        TargetsHealth health = health("halfshake.health.readiness=db");

        test.monitor().add("queue:5672");
        test.monitor().remove("db:5432");
        test.advance(MINUTE);

        assertThat(health.all().data())
                .containsEntry("queue:5672", "up")
                .containsEntry("queue:5672/target", "queue:5672")
                .doesNotContainKey("db");
        assertThat(health.readiness().isDown()).isFalse();
        assertThat(health.readiness().data()).isEmpty();
    }

    @Test
    void manyTargets_areCounted() {
        test.checker().otherwise().up();
        TargetsHealth health = health("halfshake.health.max-components=2", "halfshake.health.readiness=db");
        assertThat(health.all().data()).containsKeys("db", "cache");

        test.monitor().add("queue:5672");
        test.advance(MINUTE);

        assertThat(health.all().data()).isEqualTo(Map.of("targets", 3L, "up", 3L, "down", 0L, "unknown", 0L));
        assertThat(health.readiness().data()).containsEntry("db", "up");
    }

    @Test
    void ofManyTargets_theTenThatAreDownForLongestAreNamed() {
        test.checker().on("db:5432").up();
        test.checker().on("cache:6379").up().refused();
        TargetsHealth health = health("halfshake.health.max-components=0", "halfshake.health.affects-status=true");
        test.advance(MINUTE);
        for (int port = 1; port <= 11; port++) {
            test.watch("late:" + port).refused();
            test.advance(MINUTE);
        }

        TargetsReport report = health.all();

        assertThat(report.isDown()).isTrue();
        assertThat(report.data())
                .containsEntry("down", 12L)
                .containsEntry(
                        "longestDown", "cache, late:1, late:2, late:3, late:4, late:5, late:6, late:7, late:8, late:9");
    }
}
