package io.halfshake.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What systemd says of the unit. */
@Tag("once")
class UnitFileIT {
    private static final Path SOURCES = Path.of("src/deb");
    private static final String UNIT = "halfshake.service";
    private static final String PROGRAM = "/usr/bin/halfshake";

    /** In tenths: 1.4 in systemd 252. */
    private static final int MAX_EXPOSURE = 20;

    @TempDir
    private Path directory;

    /** With a program that is there, since systemd looks whether it is. */
    private Path copy(String name, Path to) throws IOException {
        Path program = directory.resolve("halfshake");
        if (!Files.exists(program)) {
            Files.writeString(program, "#!/bin/sh\n");
            assertThat(program.toFile().setExecutable(true)).isTrue();
        }
        Files.createDirectories(Objects.requireNonNull(to.getParent()));
        String text = Files.readString(SOURCES.resolve(name)).replace(PROGRAM, program.toString());
        return Files.writeString(to, text);
    }

    private Commands.Ended analyze(String... arguments) throws Exception {
        Commands.assumeInstalled("systemd-analyze", "systemd");
        List<String> command = new ArrayList<>(List.of("systemd-analyze", "--no-pager"));
        command.addAll(List.of(arguments));
        return Commands.run(directory, command);
    }

    /** It says nothing where all is well. Manual pages need not be installed. */
    private Commands.Ended verify(Path unit) throws Exception {
        return analyze("verify", "--man=no", unit.toString());
    }

    @Test
    void unit_hasNoErrors() throws Exception {
        assertThat(verify(copy(UNIT, directory.resolve(UNIT)))).isEqualTo(new Commands.Ended(0, ""));
    }

    @Test
    void unitWithTheDropIn_hasNoErrors() throws Exception {
        Path unit = copy(UNIT, directory.resolve(UNIT));
        copy("syn.conf", directory.resolve(UNIT + ".d/syn.conf"));
        assertThat(verify(unit)).isEqualTo(new Commands.Ended(0, ""));
    }

    @Test
    void wrongUnit_isReported() throws Exception {
        Path unit = copy(UNIT, directory.resolve(UNIT));
        Files.writeString(unit, Files.readString(unit).replace("ProtectClock=yes", "ProtectClock=perhaps"));
        assertThat(verify(unit).output()).contains("perhaps");
    }

    @Test
    void service_isHardlyExposed() throws Exception {
        Path unit = copy(UNIT, directory.resolve(UNIT));
        Commands.Ended ended = analyze("security", "--offline=true", "--threshold=" + MAX_EXPOSURE, unit.toString());
        assertThat(ended.status()).as(ended.output()).isZero();

        Files.writeString(
                unit,
                Files.readString(unit)
                        .replace("DynamicUser=yes", "User=root")
                        .replace("CapabilityBoundingSet=", "CapabilityBoundingSet=~"));
        assertThat(analyze("security", "--offline=true", "--threshold=" + MAX_EXPOSURE, unit.toString())
                        .status())
                .as("as root, with all capabilities")
                .isNotZero();
    }

    /** A JVM compiles code, and only the engine of the drop-in needs a capability. */
    @Test
    void unit_lacksWhatAJvmCannotWorkWithAndWhatMostEnginesDoNotNeed() throws IOException {
        List<String> settings = Files.readAllLines(SOURCES.resolve(UNIT));
        assertThat(settings)
                .contains("Type=notify", "NotifyAccess=main", "AmbientCapabilities=", "CapabilityBoundingSet=")
                .noneMatch(line -> line.startsWith("MemoryDenyWriteExecute="))
                .noneMatch(line -> line.startsWith("ProcSubset="));
        assertThat(Files.readAllLines(SOURCES.resolve("syn.conf")))
                .contains("AmbientCapabilities=CAP_NET_RAW", "CapabilityBoundingSet=CAP_NET_RAW", "PrivateUsers=no");
    }
}
