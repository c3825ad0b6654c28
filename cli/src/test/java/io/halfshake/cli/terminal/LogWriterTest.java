package io.halfshake.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LogWriterTest {
    private static final long LONG_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Pipe pipe = new Pipe();
    private final PrintStream stderr = new PrintStream(pipe, true, StandardCharsets.UTF_8);

    /** A write waits until the test reads. */
    private static final class Pipe extends OutputStream {
        final CountDownLatch written = new CountDownLatch(1);
        final CountDownLatch read = new CountDownLatch(1);
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            written.countDown();
            try {
                read.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            bytes.write(from, offset, length);
        }

        List<String> lines() {
            return bytes.toString(StandardCharsets.UTF_8).lines().toList();
        }
    }

    @Test
    void pipeThatIsNotRead_stopsNothingThatLogs() {
        LogLines lines = new LogLines(stderr);
        lines.writeInBackground();
        lines.print("first");
        lines.print("second");
        assertThat(pipe.lines()).isEmpty();
        pipe.read.countDown();
        while (pipe.lines().size() < 2) {
            lines.flush();
        }

        assertThat(pipe.lines()).containsExactly("first", "second");
    }

    @Test
    void tooManyLines_areDroppedAndCounted() throws Exception {
        LogWriter writer = new LogWriter(stderr, text -> "warning: " + text);
        writer.add("first");
        pipe.written.await();
        for (int i = 0; i < LogWriter.MAX_WAITING + 3; i++) {
            writer.add("line " + i);
        }
        assertThat(writer.flush(1)).isFalse();
        pipe.read.countDown();

        assertThat(writer.flush(LONG_NANOS)).isTrue();
        assertThat(pipe.lines())
                .containsExactlyElementsOf(Stream.of(
                                Stream.of("first"),
                                IntStream.range(0, LogWriter.MAX_WAITING).mapToObj(i -> "line " + i),
                                Stream.of("warning: 3 lines were not logged, since standard error was not read"))
                        .flatMap(each -> each)
                        .toList());
        writer.add("later");
        assertThat(writer.flush(LONG_NANOS)).isTrue();
        assertThat(pipe.lines()).endsWith("later");
    }
}
