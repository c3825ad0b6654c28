package io.halfshake.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFilesTest {
    @TempDir
    private Path directory;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    @Test
    void unchangedFile_isNoChange() throws Exception {
        ConfigFiles files = new ConfigFiles(List.of(write("a", "1")));
        assertThat(files.haveChanged()).isFalse();
        assertThat(files.haveChanged()).isFalse();
    }

    @Test
    void changedFile_isAChangeOnceItHasSettled() throws Exception {
        Path file = write("a", "1");
        ConfigFiles files = new ConfigFiles(List.of(file));
        write("a", "12");
        assertThat(files.haveChanged()).as("it may be half written").isFalse();
        write("a", "123");
        assertThat(files.haveChanged()).as("it was").isFalse();
        assertThat(files.haveChanged()).isTrue();
        assertThat(files.haveChanged()).as("until it is read").isTrue();
        files.beginReading();
        assertThat(files.haveChanged()).isFalse();
    }

    @Test
    void changeOfTheTimeAlone_isAChange() throws Exception {
        Path file = write("a", "1");
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        ConfigFiles files = new ConfigFiles(List.of(file));
        write("a", "2");
        boolean unused = files.haveChanged();
        assertThat(files.haveChanged()).isTrue();
    }

    /** Neither size nor time tells that a file can be read now. */
    @Test
    void changeOfPermissionsAlone_isAChange() throws Exception {
        Path file = write("a", "1");
        ConfigFiles files = new ConfigFiles(List.of(file));
        Object before = Files.getAttribute(file, "unix:ctime");
        // The file system's clock has ticks of some milliseconds, and may not have moved since the file was written.
        do {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        } while (Files.getAttribute(file, "unix:ctime").equals(before));
        boolean unused = files.haveChanged();
        assertThat(files.haveChanged()).isTrue();
    }

    /** As Kubernetes updates a config map. */
    @Test
    void linkToAnotherFile_isAChange() throws Exception {
        Files.createSymbolicLink(directory.resolve("link"), write("a", "1"));
        ConfigFiles files = new ConfigFiles(List.of(directory.resolve("link")));
        Path other = write("b", "1");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(directory.resolve("a")));
        Files.createSymbolicLink(directory.resolve("new"), other);
        Files.move(
                directory.resolve("new"), directory.resolve("link"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        boolean unused = files.haveChanged();
        assertThat(files.haveChanged()).isTrue();
    }

    @Test
    void fileBehindALink_isTheOneThatIsRead() throws Exception {
        Files.createDirectories(directory.resolve("there/inner"));
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("there/inner"));
        Path file = directory.resolve("link/../a");
        write("there/a", "1");
        ConfigFiles files = new ConfigFiles(List.of(file));

        write("there/a", "12");
        boolean unused = files.haveChanged();
        assertThat(files.haveChanged()).isTrue();
    }

    @Test
    void fileThatIsGone_isAChange() throws Exception {
        Path file = write("a", "1");
        ConfigFiles files = new ConfigFiles(List.of(file));
        Files.delete(file);
        boolean unused = files.haveChanged();
        assertThat(files.haveChanged()).isTrue();
    }

    @Test
    void changeWhileTheFilesAreRead_isFoundAfterwards() throws Exception {
        Path file = write("a", "1");
        ConfigFiles files = new ConfigFiles(List.of(file));
        files.beginReading();
        write("a", "12");
        files.finishReading(List.of(file, write("b", "1")));
        boolean unused = files.haveChanged();
        assertThat(files.haveChanged()).isTrue();
    }

    @Test
    void furtherFile_isFollowedOnceItWasRead() throws Exception {
        Path file = write("a", "1");
        ConfigFiles files = new ConfigFiles(List.of(file));
        Path further = write("b", "1");
        files.beginReading();
        files.finishReading(List.of(file, further));
        assertThat(files.haveChanged()).isFalse();
        write("b", "12");
        boolean unused = files.haveChanged();
        assertThat(files.haveChanged()).isTrue();
    }
}
