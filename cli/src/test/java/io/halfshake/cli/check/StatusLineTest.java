package io.halfshake.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.DownReason;
import io.halfshake.cli.Results;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StatusLineTest {
    private static final long SECOND = 1_000_000_000L;
    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    private final ResultCounts counts = new ResultCounts();

    private StatusLine progress(long total) {
        return new StatusLine(new PrintStream(terminal, true, StandardCharsets.UTF_8), 0, total);
    }

    private String drawn() {
        String drawn = terminal.toString(StandardCharsets.UTF_8);
        terminal.reset();
        return drawn;
    }

    @Test
    void statusLine_isNotDrawnInTheFirstSecond() {
        StatusLine progress = progress(0);
        progress.redraw(counts, SECOND - 1);
        progress.erase();
        assertThat(drawn()).isEmpty();
    }

    @Test
    void statusLine_isRedrawnInPlace() {
        for (int i = 0; i < 1_999; i++) {
            counts.add(Results.up("up:1", 1));
        }
        counts.add(Results.down("down:1", DownReason.REFUSED));
        StatusLine progress = progress(10_000);
        progress.redraw(counts, 2 * SECOND);
        assertThat(drawn())
                .isEqualTo("\r\u001b[K2,000 of 10,000 checked: 1,999 up, 1 down, 0 unknown; 1,000/s")
                .doesNotContain("\n");
        progress.redraw(counts, 2 * SECOND + 1);
        assertThat(drawn()).as("a moment later").isEmpty();
        progress.redraw(counts, 3 * SECOND);
        assertThat(drawn()).startsWith("\r\u001b[K2,000 of 10,000 ");
    }

    @Test
    void statusLine_omitsAnUnknownTotal() {
        progress(0).redraw(counts, SECOND);
        assertThat(drawn()).isEqualTo("\r\u001b[K0 checked: 0 up, 0 down, 0 unknown; 0.0/s");
    }

    @Test
    void statusLine_isErasedOnce() {
        StatusLine progress = progress(0);
        progress.redraw(counts, SECOND);
        drawn();
        progress.erase();
        assertThat(drawn()).isEqualTo("\r\u001b[K");
        progress.erase();
        assertThat(drawn()).isEmpty();
    }
}
