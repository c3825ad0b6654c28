package io.halfshake.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.monitor.TargetSettings;
import io.halfshake.monitor.TargetState;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsFormatTest {
    private static final TargetSettings ALL = TargetSettings.inherited()
            .withInterval(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999))
            .withJitter(0.1)
            .withTimeout(Duration.ofMillis(1_500))
            .withRise(1)
            .withFall(Integer.MAX_VALUE)
            .withFastInterval(Duration.ofNanos(1))
            .withDownInterval(Duration.ofHours(1))
            .withInitialState(TargetState.DOWN);

    private static Bytes bytes(String hex) {
        return Bytes.copyOf(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    @Test
    void settings_areReadAsTheyWereWritten() throws FormatException {
        assertThat(SettingsFormat.decode(SettingsFormat.encode(ALL))).isEqualTo(ALL);
        assertThat(SettingsFormat.encode(ALL).length()).isLessThanOrEqualTo(Limits.SETTINGS_BYTES);
    }

    @Test
    void inheritedSettings_areNothing() throws FormatException {
        assertThat(SettingsFormat.encode(TargetSettings.inherited())).isEqualTo(Bytes.EMPTY);
        assertThat(SettingsFormat.decode(Bytes.EMPTY)).isEqualTo(TargetSettings.inherited());
    }

    @Test
    void eachSettingAlone_isReadAsItWasWritten() throws FormatException {
        TargetSettings none = TargetSettings.inherited();
        for (TargetSettings one : List.of(
                none.withInterval(Duration.ofSeconds(1)),
                none.withJitter(0),
                none.withTimeout(Duration.ofSeconds(2)),
                none.withRise(3),
                none.withFall(4),
                none.withFastInterval(Duration.ofSeconds(5)),
                none.withDownInterval(Duration.ofSeconds(6)),
                none.withInitialState(TargetState.UP))) {
            assertThat(SettingsFormat.decode(SettingsFormat.encode(one))).isEqualTo(one);
        }
    }

    @Test
    void bytes_areThoseOfVersionOne() {
        TargetSettings settings = TargetSettings.inherited()
                .withInterval(Duration.ofMillis(1_500))
                .withFall(2)
                .withInitialState(TargetState.UP);

        assertThat(SettingsFormat.encode(settings)).isEqualTo(bytes("01 91 01 80cab5ee01 02 01"));
    }

    @Test
    void anythingElse_isRefused() {
        assertThatThrownBy(() -> SettingsFormat.decode(bytes("02 00")))
                .isInstanceOf(FormatException.class)
                .hasMessage("version of settings: 2 (expected 1)");
        assertThatThrownBy(() -> SettingsFormat.decode(bytes("01"))).isInstanceOf(FormatException.class);
        assertThatThrownBy(() -> SettingsFormat.decode(bytes("01 00 00"))).isInstanceOf(FormatException.class);
        assertThatThrownBy(() -> SettingsFormat.decode(bytes("01 08 00")))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("expected settings that are possible: rise: 0 (expected >= 1)");
        assertThatThrownBy(() -> SettingsFormat.decode(bytes("01 01 00 00")))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("interval: PT0S (expected > 0)");
    }
}
