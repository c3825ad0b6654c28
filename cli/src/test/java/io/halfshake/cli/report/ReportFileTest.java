package io.halfshake.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.cli.command.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {
    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("out.html");
    }

    private ReportFile prepare() {
        return ReportFile.prepare(file().toString());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> directory.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void newFile_isThereAfterTheWriteOnly() throws IOException {
        ReportFile report = prepare();
        assertThat(names()).isEmpty();
        report.write("text \u00b5\n");
        assertThat(Files.readString(file())).isEqualTo("text \u00b5\n");
        assertThat(names()).containsExactly("out.html");
    }

    @Test
    void oldFile_isReplacedAndKeepsItsPermissions() throws IOException {
        Files.writeString(file(), "old");
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));
        ReportFile report = prepare();
        assertThat(Files.readString(file())).isEqualTo("old");
        Object before = Files.getAttribute(file(), "unix:ino");
        report.write("new");
        assertThat(Files.readString(file())).isEqualTo("new");
        assertThat(Files.getAttribute(file(), "unix:ino"))
                .as("a program that reads the old file can read on")
                .isNotEqualTo(before);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-r-----");
        assertThat(names()).containsExactly("out.html");
    }

    @Test
    void link_isFollowed() throws IOException {
        Path real = Files.writeString(directory.resolve("real.html"), "old");
        Files.createSymbolicLink(file(), real);
        prepare().write("new");
        assertThat(Files.isSymbolicLink(file())).isTrue();
        assertThat(Files.readString(real)).isEqualTo("new");
    }

    @Test
    void linkToNothing_isRefusedAndNotReplaced() throws IOException {
        Files.createSymbolicLink(file(), directory.resolve("missing.html"));
        assertThatThrownBy(this::prepare)
                .isInstanceOf(CommandException.class)
                .hasMessageEndingWith(" (expected a file that can be written: No such file or directory)");
        assertThat(Files.isSymbolicLink(file())).isTrue();
        assertThat(names()).containsExactly("out.html");
    }

    @Test
    void missingDirectory_isRefused() {
        String name = directory.resolve("missing/out.html").toString();
        assertThatThrownBy(() -> ReportFile.prepare(name))
                .isInstanceOf(CommandException.class)
                .hasMessage(
                        "--report: \"" + name + "\" (expected a file that can be written: No such file or directory)");
    }

    @Test
    void directory_isRefused() {
        assertThatThrownBy(() -> ReportFile.prepare(directory.toString()))
                .isInstanceOf(CommandException.class)
                .hasMessageEndingWith(" (expected a file that can be written: Not a regular file)");
    }

    @Test
    void device_isRefusedAndNotReplaced() {
        assertThatThrownBy(() -> ReportFile.prepare("/dev/null"))
                .isInstanceOf(CommandException.class)
                .hasMessage("--report: \"/dev/null\" (expected a file that can be written: Not a regular file)");
    }

    @Test
    void standardOutput_isRefused() {
        assertThatThrownBy(() -> ReportFile.prepare("-"))
                .isInstanceOf(CommandException.class)
                .hasMessage("--report: \"-\" (expected a file; standard output has the report as text)");
    }

    @Test
    void nameThatIsNoPath_isRefused() {
        assertThatThrownBy(() -> ReportFile.prepare("a\0b"))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("--report: \"a\\u0000b\" (expected a file that can be written: ");
    }

    @Test
    void directoryThatVanished_isAnErrorWithTheReason() throws IOException {
        Path gone = Files.createDirectory(directory.resolve("gone"));
        String name = gone.resolve("out.html").toString();
        ReportFile report = ReportFile.prepare(name);
        Files.delete(gone);
        assertThatThrownBy(() -> report.write("text"))
                .isInstanceOf(CommandException.class)
                .hasMessage("--report: \"" + name
                        + "\" was not written: No such file or directory (expected a file that can be written)");
    }

    @Test
    void placeThatWasTaken_leavesTheReportBesideIt() throws IOException {
        ReportFile report = prepare();
        Files.createDirectory(file());
        assertThatThrownBy(() -> report.write("text"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("; the report is in " + directory);
        String left = names().stream()
                .filter(name -> name.startsWith(".halfshake-report-"))
                .findFirst()
                .orElseThrow();
        assertThat(Files.readString(directory.resolve(left))).isEqualTo("text");
    }
}
