package io.halfshake.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the package installs, below a directory. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class InstalledIT {
    @TempDir
    @SuppressWarnings("NullAway.Init") // Set before all tests.
    private static Path root;

    @TempDir
    private Path directory;

    @BeforeAll
    static void install() throws IOException {
        Deb.built().extract(root);
    }

    private Commands.Ended halfshake(String... arguments) throws Exception {
        List<String> command = Stream.concat(
                        Stream.of(root.resolve("usr/bin/halfshake").toString()), Stream.of(arguments))
                .toList();
        return Commands.run(directory, command);
    }

    @Test
    void program_runsWithTheInstalledJars() throws Exception {
        String version = System.getProperty("package.version", "");
        assertThat(halfshake("--version")).isEqualTo(new Commands.Ended(0, "halfshake " + version + "\n"));
        assertThat(halfshake("check", "-q", "-t", "30s", "127.0.0.1:1").status())
                .isEqualTo(1);
    }

    @Test
    void configuration_hasNoErrors() throws Exception {
        Path file = root.resolve("etc/halfshake/halfshake.yaml");
        assertThat(halfshake("serve", "-c", file.toString(), "--check-config"))
                .isEqualTo(new Commands.Ended(0, file + ": no errors, 0 targets\n"));
    }

    @Test
    void example_hasNoErrors() throws Exception {
        Path file = root.resolve("usr/share/doc/halfshake/examples/halfshake.yaml");
        assertThat(halfshake("serve", "-c", file.toString(), "--check-config").output())
                .contains(": no errors, ");
    }

    @Test
    void environment_setsNothing() throws Exception {
        assertThat(Files.readAllLines(root.resolve("etc/default/halfshake")))
                .allMatch(line -> line.isEmpty() || line.startsWith("#"));
    }

    @Test
    void completion_isThatOfTheProgram() throws Exception {
        Path script = root.resolve("usr/share/bash-completion/completions/halfshake");
        assertThat(Commands.run(directory, List.of("bash", "-n", script.toString())))
                .isEqualTo(new Commands.Ended(0, ""));
        assertThat(Files.readString(script)).doesNotStartWith("#!").contains("complete ", "serve");
    }
}
