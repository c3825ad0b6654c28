package io.halfshake.cli.targets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    private static LineReader over(String text) {
        return new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void nextLine_isReturnedWithoutItsEnd() throws IOException {
        LineReader lines = over("one\n\nthrée\n");
        assertThat(lines.next()).isEqualTo("one");
        assertThat(lines.next()).isEmpty();
        assertThat(lines.next()).isEqualTo("thrée");
        assertThat(lines.next()).isNull();
        assertThat(lines.next()).isNull();
    }

    @Test
    void lastLineWithoutAnEnd_isReturned() throws IOException {
        LineReader lines = over("one\ntwo");
        lines.next();
        assertThat(lines.next()).isEqualTo("two");
        assertThat(lines.next()).isNull();
    }

    @Test
    void tooLongLine_isCutAndTheNextIsRead() throws IOException {
        LineReader lines = over("x".repeat(1_000_000) + "\nshort\n");
        assertThat(lines.next()).isEqualTo("x".repeat(LineReader.MAX_LINE + 1));
        assertThat(lines.next()).isEqualTo("short");
    }

    @Test
    void lineThatSpansReads_isReturnedWhole() throws IOException {
        LineReader lines = new LineReader(new OneByteAtATime("one\ntwo\n"));
        assertThat(lines.next()).isEqualTo("one");
        assertThat(lines.next()).isEqualTo("two");
        assertThat(lines.next()).isNull();
    }

    @Test
    void isReady_isTrueForCompleteLinesInAPipeOnly() throws IOException {
        try (PipedOutputStream writer = new PipedOutputStream();
                LineReader lines = new LineReader(new PipedInputStream(writer))) {
            assertThat(lines.isReady()).isFalse();
            writer.write("one\ntwo\nthr".getBytes(StandardCharsets.UTF_8));
            writer.flush();
            assertThat(lines.isReady()).isTrue();
            lines.next();
            assertThat(lines.isReady()).isTrue();
            lines.next();
            assertThat(lines.isReady()).as("with part of a line").isFalse();
        }
    }

    private static final class OneByteAtATime extends InputStream {
        private final InputStream bytes;

        OneByteAtATime(String text) {
            bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public int read() throws IOException {
            return bytes.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return bytes.read(buffer, offset, Math.min(1, length));
        }
    }
}
