package io.halfshake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;

class LogTextTest {
    @Test
    void line_beginsWithTheTime() {
        ZonedDateTime time = ZonedDateTime.parse("2026-11-30T16:00:01.5+02:00");
        assertThat(LogText.line(time, "DOWN: db:5432\nis down"))
                .isEqualTo("2026-11-30T16:00:01.500+02:00 halfshake: DOWN: db:5432\\u000ais down");
    }
}
