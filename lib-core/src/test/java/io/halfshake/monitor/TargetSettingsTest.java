package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TargetSettingsTest {
    private static final TargetSettings ALL = TargetSettings.inherited()
            .withInterval(Duration.ofSeconds(7))
            .withJitter(0.3)
            .withTimeout(Duration.ofSeconds(2))
            .withRise(4)
            .withFall(5)
            .withFastInterval(Duration.ofSeconds(3))
            .withDownInterval(Duration.ofSeconds(6))
            .withInitialState(TargetState.UP);

    private static final List<TargetSettings> SINGLE = List.of(
            TargetSettings.inherited().withInterval(Duration.ofSeconds(7)),
            TargetSettings.inherited().withJitter(0.3),
            TargetSettings.inherited().withTimeout(Duration.ofSeconds(2)),
            TargetSettings.inherited().withRise(4),
            TargetSettings.inherited().withFall(5),
            TargetSettings.inherited().withFastInterval(Duration.ofSeconds(3)),
            TargetSettings.inherited().withDownInterval(Duration.ofSeconds(6)),
            TargetSettings.inherited().withInitialState(TargetState.UP));

    @Test
    void equals_comparesEverySetting() {
        for (TargetSettings one : SINGLE) {
            assertThat(one).isNotEqualTo(TargetSettings.inherited());
            assertThat(SINGLE).filteredOn(one::equals).containsExactly(one);
        }
        assertThat(ALL.withRise(4)).isEqualTo(ALL).hasSameHashCodeAs(ALL);
        assertThat(ALL).isNotEqualTo("interval=PT7S");
    }

    @Test
    void getters_returnWhatIsSet() {
        assertThat(ALL.interval()).isEqualTo(Duration.ofSeconds(7));
        assertThat(ALL.jitter()).isEqualTo(0.3);
        assertThat(ALL.timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(ALL.rise()).isEqualTo(4);
        assertThat(ALL.fall()).isEqualTo(5);
        assertThat(ALL.fastInterval()).isEqualTo(Duration.ofSeconds(3));
        assertThat(ALL.downInterval()).isEqualTo(Duration.ofSeconds(6));
        assertThat(ALL.initialState()).isEqualTo(TargetState.UP);
    }

    /** As one that stores them would. */
    @Test
    void getters_returnAllThatThereIs() {
        assertThat(rebuilt(ALL)).isEqualTo(ALL);
        assertThat(rebuilt(TargetSettings.inherited())).isEqualTo(TargetSettings.inherited());
        for (TargetSettings one : SINGLE) {
            assertThat(rebuilt(one)).isEqualTo(one);
        }
    }

    private static TargetSettings rebuilt(TargetSettings stored) {
        TargetSettings settings = TargetSettings.inherited();
        settings = with(settings, stored.interval(), TargetSettings::withInterval);
        settings = with(settings, stored.jitter(), TargetSettings::withJitter);
        settings = with(settings, stored.timeout(), TargetSettings::withTimeout);
        settings = with(settings, stored.rise(), TargetSettings::withRise);
        settings = with(settings, stored.fall(), TargetSettings::withFall);
        settings = with(settings, stored.fastInterval(), TargetSettings::withFastInterval);
        settings = with(settings, stored.downInterval(), TargetSettings::withDownInterval);
        return with(settings, stored.initialState(), TargetSettings::withInitialState);
    }

    private static <T> TargetSettings with(
            TargetSettings settings, @Nullable T value, BiFunction<TargetSettings, T, TargetSettings> set) {
        return value == null ? settings : set.apply(settings, value);
    }

    @Test
    void toString_hasWhatIsSet() {
        assertThat(TargetSettings.inherited()).hasToString("");
        assertThat(SINGLE.get(0)).hasToString("interval=PT7S");
        assertThat(ALL)
                .hasToString("interval=PT7S, jitter=0.3, timeout=PT2S, rise=4, fall=5, fastInterval=PT3S,"
                        + " downInterval=PT6S, initialState=UP");
    }

    @Test
    void withDefaults_fillsInWhatIsNotSet() {
        TargetSettings built = TargetSettings.inherited();
        for (TargetSettings one : SINGLE) {
            assertThat(one.withDefaults(TargetSettings.inherited())).isEqualTo(one);
            assertThat(TargetSettings.inherited().withDefaults(one)).isEqualTo(one);
            built = built.withDefaults(one);
        }
        assertThat(built).isEqualTo(ALL);
        assertThat(SINGLE.get(3).withRise(9).withDefaults(ALL)).isEqualTo(ALL.withRise(9));
    }

    @Test
    void withDefaults_neverChecksATargetWithAShorterIntervalLessOftenInDoubt() {
        TargetSettings defaults = TargetSettings.inherited().withFastInterval(Duration.ofSeconds(3));
        TargetSettings shorter = TargetSettings.inherited().withInterval(Duration.ofSeconds(1));

        assertThat(shorter.withDefaults(defaults)).isEqualTo(shorter.withFastInterval(Duration.ofSeconds(1)));
    }

    @Test
    void requireConsistent_namesWhatContradictsTheInterval() {
        assertThatNoException().isThrownBy(ALL::requireConsistent);
        assertThatNoException().isThrownBy(TargetSettings.inherited()::requireConsistent);
        assertThatIllegalArgumentException()
                .isThrownBy(ALL.withTimeout(Duration.ofSeconds(8))::requireConsistent)
                .withMessage("timeout: PT8S (expected <= interval PT7S)");
        assertThatIllegalArgumentException()
                .isThrownBy(ALL.withFastInterval(Duration.ofSeconds(8))::requireConsistent)
                .withMessage("fastInterval: PT8S (expected <= interval PT7S)");
        assertThatIllegalArgumentException()
                .isThrownBy(TargetSettings.inherited().withTimeout(Duration.ofSeconds(6))::requireConsistent)
                .withMessage("timeout: PT6S (expected <= interval PT5S)");
    }

    @Test
    void requireConsistent_acceptsWhatAMonitorAccepts() {
        Random random = new Random(4);
        int accepted = 0;
        Monitor monitor = ScriptedMonitor.create(builder -> builder).monitor();
        for (int i = 0; i < 500; i++) {
            TargetSettings settings = random(random).withDefaults(random(random));
            String target = "db-" + i + ":1";
            boolean consistent = succeeds(settings::requireConsistent);

            assertThat(succeeds(() -> monitor.add(target, settings)))
                    .as("%s", settings)
                    .isEqualTo(consistent);
            accepted += consistent ? 1 : 0;
        }
        assertThat(accepted).isBetween(50, 450);
    }

    private static TargetSettings random(Random random) {
        TargetSettings settings = TargetSettings.inherited();
        settings = random.nextBoolean() ? settings : settings.withInterval(seconds(random));
        settings = random.nextBoolean() ? settings : settings.withTimeout(seconds(random));
        return random.nextBoolean() ? settings : settings.withFastInterval(seconds(random));
    }

    private static Duration seconds(Random random) {
        return Duration.ofSeconds(1 + random.nextInt(8));
    }

    private static boolean succeeds(Runnable call) {
        try {
            call.run();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
