package io.halfshake.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
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
}
