package io.halfshake.cli.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.Target;
import io.halfshake.cli.command.CommandException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetsTest {
    private final List<String> badLines = new ArrayList<>();

    private Targets targets(List<String> arguments, @Nullable TargetFile file, long rounds) {
        return new Targets(arguments, file, rounds, badLines::add);
    }

    private static List<String> drain(Targets targets) {
        List<String> drained = new ArrayList<>();
        while (targets.await()) {
            targets.forEachRemaining(drained::add);
        }
        return drained;
    }

    private static TargetFile file(Path directory, String text) throws IOException {
        Path file = Files.writeString(directory.resolve("targets.txt"), text);
        return new TargetFile(file.toString(), InputStream.nullInputStream(), Target::parse);
    }

    private static TargetFile stdin(InputStream stdin) {
        return new TargetFile("-", stdin, Target::parse);
    }

    @Test
    void arguments_areReturnedInTurnForEachRound() {
        assertThat(drain(targets(List.of("a:1", "b:2"), null, 3)))
                .containsExactly("a:1", "b:2", "a:1", "b:2", "a:1", "b:2");
    }

    @Test
    void file_followsTheArgumentsAndIsReadAgainForEachRound(@TempDir Path directory) throws IOException {
        Targets targets = targets(List.of("a:1"), file(directory, "b:2\nc:3\n"), 2);
        assertThat(drain(targets)).containsExactly("a:1", "b:2", "c:3", "a:1", "b:2", "c:3");
    }

    @Test
    void blankLinesAndComments_areSkippedWithAnyLineEnds(@TempDir Path directory) throws IOException {
        Targets targets = targets(List.of(), file(directory, "\ufeffa:1\r\n\r\n  # no\n\t b:2 \n#c:3\n"), 1);
        assertThat(drain(targets)).containsExactly("a:1", "b:2");
        assertThat(badLines).isEmpty();
    }

    @Test
    void invalidLine_isReportedOnceWithItsPlace(@TempDir Path directory) throws IOException {
        Targets targets = targets(List.of(), file(directory, "a:1\nno target\nb:2\nc:0\n"), 2);
        assertThat(drain(targets)).containsExactly("a:1", "b:2", "a:1", "b:2");
        assertThat(badLines).hasSize(2);
        assertThat(badLines.get(0)).matches(".*targets\\.txt:2: .*no target.* \\(expected .*\\)");
        assertThat(badLines.get(1)).matches(".*targets\\.txt:4: .*c:0.* \\(expected .*\\)");
    }

    @Test
    void tooLongLine_isReported() {
        String line = "x".repeat(5_000) + ":80\n";
        Targets targets = targets(List.of(), stdin(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8))), 1);
        assertThat(drain(targets)).isEmpty();
        assertThat(badLines).containsExactly("standard input:1: line: longer than 1024 bytes (expected a target)");
    }

    @Test
    void fileWithoutTargets_endsForAnyNumberOfRounds(@TempDir Path directory) throws IOException {
        Targets targets = targets(List.of(), file(directory, "# nothing\n"), 1_000_000_000_000L);
        assertThat(drain(targets)).isEmpty();
        assertThat(targets.hadAny()).isFalse();
    }

    @Test
    void hasNext_doesNotBlockOnAPipe() throws IOException {
        PipedOutputStream writer = new PipedOutputStream();
        try (PipedInputStream reader = new PipedInputStream(writer);
                Targets targets = targets(List.of("a:1"), stdin(reader), 1)) {
            assertThat(targets.next()).isEqualTo("a:1");
            assertThat(targets.hasNext()).isFalse();
            writer.write("b:2\n".getBytes(StandardCharsets.UTF_8));
            writer.flush();
            assertThat(targets.hasNext()).isTrue();
            assertThat(targets.next()).isEqualTo("b:2");
            assertThat(targets.hasNext()).isFalse();
            writer.close();
            assertThat(targets.await()).isFalse();
        }
    }

    @Test
    void next_throwsAtTheEnd() {
        Targets targets = targets(List.of("a:1"), null, 1);
        targets.next();
        assertThatThrownBy(targets::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void unreadableFile_isReportedWithTheReason(@TempDir Path directory) {
        String missing = directory.resolve("missing").toString();
        assertThatThrownBy(() ->
                        targets(List.of(), new TargetFile(missing, InputStream.nullInputStream(), Target::parse), 1))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("-f: \"" + missing + "\" (expected a readable file: ");
    }

    @Test
    void readError_namesTheFile() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Input/output error");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                throw new IOException("Input/output error");
            }
        };
        assertThatThrownBy(() -> drain(targets(List.of(), stdin(broken), 1)))
                .isInstanceOf(CommandException.class)
                .hasMessage("standard input: Input/output error (expected to be readable to its end)");
    }

    @Test
    void file_isReadAheadByItsBufferOnly(@TempDir Path directory) throws IOException {
        int lines = 100_000;
        Counting counting = new Counting("host.example:80\n".repeat(lines).getBytes(StandardCharsets.UTF_8));
        Targets targets = targets(List.of(), stdin(counting), 1);
        for (int i = 0; i < 1_000; i++) {
            targets.next();
        }
        assertThat(counting.handedOut).isLessThanOrEqualTo(64 * 1_024);
        assertThat(drain(targets)).hasSize(lines - 1_000);
    }

    private static final class Counting extends ByteArrayInputStream {
        private int handedOut;

        Counting(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] buffer, int offset, int length) {
            int count = super.read(buffer, offset, length);
            handedOut += Math.max(0, count);
            return count;
        }
    }
}
