package io.halfshake.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

public class OutputTest {
    private static final long MILLISECOND = 1_000_000L;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Output output = new Output(written, 0);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void firstLine_isWrittenAtOnce() {
        output.line(bytes("one\n"), 0);
        assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("one\n");
    }

    @Test
    void linesInQuickSuccession_areWrittenTogether() {
        output.line(bytes("one\n"), 0);
        output.line(bytes("two\n"), MILLISECOND);
        assertThat(output.hasPending()).isTrue();
        assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("one\n");
        output.line(bytes("three\n"), 100 * MILLISECOND);
        assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("one\ntwo\nthree\n");
        assertThat(output.hasPending()).isFalse();
    }

    @Test
    void flush_writesTheBufferedLines() {
        output.line(bytes("one\n"), 0);
        output.line(bytes("two\n"), 0);
        output.flush(0);
        assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("one\ntwo\n");
    }

    @Test
    void linesOfAnyLength_keepTheirOrder() {
        String longLine = "x".repeat(100_000) + "\n";
        output.line(bytes("one\n"), 0);
        output.line(bytes("two\n"), 0);
        output.line(bytes(longLine), 0);
        output.line(bytes("three\n"), 0);
        output.flush(0);
        assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("one\ntwo\n" + longLine + "three\n");
    }

    @Test
    void outputException_distinguishesAClosedPipe() {
        Output closed = new Output(new Refusing("Broken pipe"), 0);
        assertThatThrownBy(() -> closed.line(bytes("one\n"), 0))
                .isInstanceOfSatisfying(
                        OutputException.class, e -> assertThat(e.isClosedPipe()).isTrue());
        Output full = new Output(new Refusing("No space left on device"), 0);
        assertThatThrownBy(() -> full.line(bytes("one\n"), 0))
                .isInstanceOfSatisfying(
                        OutputException.class, e -> assertThat(e.isClosedPipe()).isFalse())
                .hasMessage("standard output: No space left on device (expected to be writable)");
    }

    /** Standard output that takes nothing. */
    public static final class Refusing extends OutputStream {
        private final String reason;

        public Refusing(String reason) {
            this.reason = reason;
        }

        @Override
        public void write(int b) throws IOException {
            throw new IOException(reason);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            throw new IOException(reason);
        }
    }
}
