package io.halfshake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.DownReason;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final long SECOND = 1_000_000_000L;
    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    private final Tally tally = new Tally();

    private Progress progress(long total) {
        return new Progress(new PrintStream(terminal, true, StandardCharsets.UTF_8), 0, total);
    }

    private String drawn() {
        String drawn = terminal.toString(StandardCharsets.UTF_8);
        terminal.reset();
        return drawn;
    }

    @Test
    void staysQuietForASecond() {
        Progress progress = progress(0);
        progress.redraw(tally, SECOND - 1);
        progress.erase();
        assertThat(drawn()).isEmpty();
    }

    @Test
    void redrawsOneLine() {
        for (int i = 0; i < 1_999; i++) {
            tally.add(Results.up("up:1", 1));
        }
        tally.add(Results.down("down:1", DownReason.REFUSED));
        Progress progress = progress(10_000);
        progress.redraw(tally, 2 * SECOND);
        assertThat(drawn())
                .isEqualTo("\r\u001b[K2,000 of 10,000 checked: 1,999 up, 1 down, 0 unknown; 1,000/s")
                .doesNotContain("\n");
        progress.redraw(tally, 2 * SECOND + 1);
        assertThat(drawn()).as("a moment later").isEmpty();
        progress.redraw(tally, 3 * SECOND);
        assertThat(drawn()).startsWith("\r\u001b[K2,000 of 10,000 ");
    }

    @Test
    void leavesOutATotalThatNobodyKnows() {
        progress(0).redraw(tally, SECOND);
        assertThat(drawn()).isEqualTo("\r\u001b[K0 checked: 0 up, 0 down, 0 unknown; 0.0/s");
    }

    @Test
    void erasesWhatItDrewOnce() {
        Progress progress = progress(0);
        progress.redraw(tally, SECOND);
        drawn();
        progress.erase();
        assertThat(drawn()).isEqualTo("\r\u001b[K");
        progress.erase();
        assertThat(drawn()).isEmpty();
    }
}
