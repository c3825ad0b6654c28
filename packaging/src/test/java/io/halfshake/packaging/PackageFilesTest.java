package io.halfshake.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackageFilesTest {
    /** Debian sorts {@code ~} before the end of a version. */
    @ParameterizedTest
    @CsvSource({"0.1.0-SNAPSHOT, 0.1.0~SNAPSHOT", "0.1.0, 0.1.0"})
    void snapshot_isBeforeItsRelease(String version, String expected) {
        assertThat(PackageFiles.debianVersion(version)).isEqualTo(expected);
    }

    @Test
    void changelog_isInTheFormOfDebian() {
        assertThat(PackageFiles.changelog("1.2.3", "2026-01-01T00:00:00Z", "Packager <root@localhost>"))
                .isEqualTo("""
                        halfshake (1.2.3) unstable; urgency=medium

                          * CHANGELOG.md.gz beside this file has the changes.

                         -- Packager <root@localhost>  Thu, 01 Jan 2026 00:00:00 +0000
                        """);
    }

    /** The command line's jar, with a class path, and a directory of libraries beside it. */
    private static Path application(Path directory, String classPath, String... libraries) throws IOException {
        Path lib = Files.createDirectories(directory.resolve("application/lib"));
        for (String library : libraries) {
            Path unused = Files.writeString(lib.resolve(library), library);
        }
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        try (OutputStream out = Files.newOutputStream(lib.resolveSibling("halfshake-cli.jar"))) {
            new JarOutputStream(out, manifest).close();
        }
        return directory.resolve("application");
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> directory.relativize(file).toString()).toList();
        }
    }

    /** As they are left where a version has changed since the last build. */
    @Test
    void jarsOfEarlierBuilds_areLeftOut(@TempDir Path directory) throws Exception {
        Path application = application(directory, "lib/a-2.jar lib/b-1.jar", "a-1.jar", "a-2.jar", "b-1.jar");
        Path into = directory.resolve("files");
        Path earlier = Files.createDirectories(into.resolve("lib"));
        Path unused = Files.writeString(earlier.resolve("a-1.jar"), "a-1.jar");

        PackageFiles.copyLibraries(application, into);

        assertThat(names(into.resolve("lib"))).containsExactlyInAnyOrder("a-2.jar", "b-1.jar");
        assertThat(into.resolve("lib/a-2.jar")).hasContent("a-2.jar");
    }

    @Test
    void jarThatIsMissing_isAnError(@TempDir Path directory) throws Exception {
        Path application = application(directory, "lib/a-2.jar", "a-1.jar");

        assertThatThrownBy(() -> PackageFiles.copyLibraries(application, directory.resolve("files")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("a-2.jar");
    }
}
