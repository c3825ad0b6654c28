package io.halfshake.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are no text, or not there. */
class SourceTextTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private Configs bytes(byte[] content) throws IOException {
        Files.write(directory.resolve(Configs.NAME), content);
        return new Configs(directory);
    }

    private Configs text(String content) throws IOException {
        return bytes(content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void missingFile() {
        assertThat(new Configs(directory).errors())
                .containsExactly("halfshake.yaml: no such file (expected a readable file)");
    }

    @Test
    void directoryInsteadOfAFile() throws IOException {
        Files.createDirectory(directory.resolve(Configs.NAME));

        assertThat(new Configs(directory).errors())
                .containsExactly("halfshake.yaml: is a directory (expected a readable file)");
    }

    /** Permissions do not hold for root, who may run the tests. */
    @Test
    void fileThatMayNotBeRead() {
        assertThat(SourceText.reason(new AccessDeniedException("halfshake.yaml")))
                .isEqualTo("permission denied");
    }

    @Test
    void failureWithoutAMessage() {
        assertThat(SourceText.reason(new IOException())).isEqualTo("IOException");
    }

    @Test
    void pathThroughAFile() throws IOException {
        text("");
        Configs configs = new Configs(directory.resolve(Configs.NAME));

        assertThat(configs.errors()).containsExactly("halfshake.yaml: not a directory (expected a readable file)");
    }

    @Test
    void emptyFile() throws IOException {
        assertThat(bytes(new byte[0]).errors()).containsExactly("halfshake.yaml: empty (expected a document)");
    }

    @Test
    void fileOfTenMegabytes() throws IOException {
        assertThat(text("targets: [ 'a:1' ]\n" + "# comment\n".repeat(1 << 20)).errors())
                .containsExactly("halfshake.yaml: too large (expected at most 4,194,304 bytes)");
    }

    @Test
    void fileOfTargets_mayBeLargerThanTheConfiguration() throws ConfigException {
        Configs configs = new Configs(directory).file("a.txt", "# comment\n".repeat(1 << 20) + "a:1");

        assertThat(configs.read("files: [ a.txt ]").targets()).hasSize(1);
        assertThat(configs.file("a.txt", "# comment\n".repeat(2 << 20)).errors())
                .containsExactly("a.txt: too large (expected at most 16,777,216 bytes)");
    }

    @Test
    void largestConfiguration_isRead() throws ConfigException {
        String targets = "targets: [ 'a:1' ]\n";
        String content = targets + "#".repeat(ConfigReader.MAX_BYTES - targets.length());

        assertThat(new Configs(directory).read(content).targets()).hasSize(1);
        assertThat(new Configs(directory).errors(content + "#")).hasSize(1);
    }

    @Test
    void bytesThatAreNotUtf8() throws IOException {
        byte[] content = "targets:\n- '\u00e4\u00e4?:1'\n".getBytes(StandardCharsets.UTF_8);
        content[content.length - 5] = (byte) 0xfc;

        assertThat(bytes(content).errors()).containsExactly("halfshake.yaml:2:6: byte 0xfc (expected UTF-8)");
    }

    @Test
    void characterThatIsCutOff() throws IOException {
        byte[] content = "targets: \u00e4".getBytes(StandardCharsets.UTF_8);

        assertThat(bytes(Arrays.copyOf(content, content.length - 1)).errors())
                .containsExactly("halfshake.yaml:1:10: byte 0xc3 (expected UTF-8)");
    }

    @Test
    void utf16() throws IOException {
        assertThat(bytes("targets: []".getBytes(StandardCharsets.UTF_16)).errors())
                .containsExactly("halfshake.yaml:1:1: byte 0xfe (expected UTF-8)");
    }

    @Test
    void controlCharacter() throws IOException {
        assertThat(text("a: b\r\nc: \ud83d\ude00\u0007").errors())
                .containsExactly("halfshake.yaml:2:5: character U+0007 (expected a printable one)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\ufefftargets:\n- 'a:1'\n- b\n",
                "targets:\r\n- 'a:1'\r\n- b\r\n",
                "\ufefftargets:\r- 'a:1'\r- b",
            })
    void byteOrderMarkAndLineEnds_doNotCount(String content) throws IOException {
        assertThat(text(content).errors())
                .containsExactly("halfshake.yaml:3:3: targets[1]: \"b\""
                        + " (expected \"host:port\", or \"[address]:port\" for IPv6)");
    }

    @Test
    void tabs_mayStandBetweenValues() throws IOException, ConfigException {
        assertThat(text("targets:\t[\t'a:1',\t'b:1' ]\t# comment")
                        .load()
                        .config()
                        .targets())
                .hasSize(2);
    }
}
