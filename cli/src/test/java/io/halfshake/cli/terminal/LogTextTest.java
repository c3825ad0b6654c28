package io.halfshake.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger.Level;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;

class LogTextTest {
    private static final ZonedDateTime TIME = ZonedDateTime.parse("2026-11-30T16:00:01.5+02:00");

    @Test
    void line_beginsWithTheTimeAndTheLevel() {
        assertThat(LogText.line(TIME, Level.WARNING, "DOWN: db:5432\nis down"))
                .isEqualTo("2026-11-30T16:00:01.500+02:00 WARNING halfshake: DOWN: db:5432\\u000ais down");
        assertThat(LogText.line(TIME, Level.INFO, "stopping"))
                .isEqualTo("2026-11-30T16:00:01.500+02:00 INFO halfshake: stopping");
    }

    @Test
    void warningOfACommand_saysThatItIsOne() {
        assertThat(LogText.warning("db:5432\nis slow")).isEqualTo("halfshake: warning: db:5432\\u000ais slow");
    }
}
