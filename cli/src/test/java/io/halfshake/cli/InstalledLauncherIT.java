package io.halfshake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shell script as a package installs it, and under a service manager. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class InstalledLauncherIT {
    private Checkout checkout;

    @BeforeEach
    void prepare(@TempDir Path directory) throws Exception {
        checkout = Checkout.create(directory);
    }

    @Test
    void installedLauncher_needsNoMavenAndWritesNothing() throws Exception {
        Checkout installed = checkout.installed().withoutMaven();
        assertThat(installed.run("$H check up:1")).isZero();
        assertThat(installed.stderr()).isEmpty();
        assertThat(installed.installedFiles()).containsExactly("halfshake-cli.jar");
    }

    @Test
    void installedLauncher_runsTheCommand() throws Exception {
        Checkout installed = checkout.installed().withoutMaven().withRealJava();
        assertThat(installed.run("$H check --json -t 30s 127.0.0.1:1")).isEqualTo(1);
        assertThat(Json.lines(installed.stdout())).hasSize(1);
    }

    /** A status of the JVM that is none of the command's shows that a shell is there, which reports it as 70. */
    @ParameterizedTest
    @CsvSource({"serve, @none, 2", "serve, '', 70", "check, @none, 70"})
    void serveInAService_takesThePlaceOfTheShell(String command, String socket, int status) throws Exception {
        checkout.with("NOTIFY_SOCKET", socket).with("JAVA_ENDS", "2");
        assertThat(checkout.run("$H " + command)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"@none, /first:/second, true", "@none, '', false", "'', /first, false"})
    void nativeLibraryOfAService_isUnpackedIntoItsCache(String socket, String cache, boolean isSet) throws Exception {
        checkout.withRealJava()
                .with("NOTIFY_SOCKET", socket)
                .with("CACHE_DIRECTORY", cache)
                .with("HALFSHAKE_JAVA_OPTS", "-XshowSettings:properties -version");
        assertThat(checkout.run("$H serve")).isEqualTo(socket.isEmpty() ? 70 : 0);
        String properties = checkout.stderr();
        assertThat(properties).contains("    java.home = ");
        assertThat(properties.contains("    jna.tmpdir = /first\n")).isEqualTo(isSet);
    }
}
