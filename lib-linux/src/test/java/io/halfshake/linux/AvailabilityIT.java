package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an application sees where something that the engine needs is missing: the cause, and a checker that works all
 * the same.
 */
class AvailabilityIT {
    private static final String ONE_LINE_A_LOG_ENTRY = "-Djava.util.logging.SimpleFormatter.format=%4$s: %5$s%6$s%n";

    private static final String OWN_JAR = "halfshake-linux-";

    static ForkedJvm jvm() {
        return new ForkedJvm(OpenedEngines.class).options(ONE_LINE_A_LOG_ENTRY);
    }

    static void assertFallsBack(ForkedJvm jvm, String cause) throws IOException, InterruptedException {
        ForkedJvm.Printed printed = jvm.run();

        assertThat(printed.output()).hasSize(10);
        assertThat(printed.output().get(0)).isEqualTo("created: connect HALF");
        assertThat(printed.output().get(1))
                .startsWith("passed over: half-open: ")
                .contains(cause);
        assertThat(printed.output().subList(2, 4)).containsExactly("open: true", "closed: true");
        assertThat(printed.output().get(4))
                .startsWith("present: half-open null ")
                .contains(cause);
        assertThat(printed.output().get(5)).isEqualTo("present: connect HALF null");
        assertThat(printed.output().get(6)).startsWith("present: syn ");
        assertThat(printed.output().get(7)).startsWith("present: echo ");
        assertThat(printed.output().get(8)).isEqualTo("required: connect");
        assertThat(printed.output().get(9))
                .startsWith("named: engine: half-open")
                .contains(cause);
        // One for each of the two checkers that had to do without. JNA may have something to add.
        assertThat(printed.log().stream().filter(line -> line.contains("half-open")))
                .hasSize(2)
                .allMatch(line -> line.startsWith("INFO: checks with connect") && line.contains(cause));
        assertThat(printed.log()).noneMatch(line -> line.startsWith("SEVERE") || line.startsWith("Exception in"));
    }

    @Test
    @Requires(Need.RAW_SOCKETS)
    void halfOpenWithNothingMissing_isChosenAndLoggedForEachChecker() throws Exception {
        assertNothingIsMissing(jvm());
    }

    static void assertNothingIsMissing(ForkedJvm jvm) throws IOException, InterruptedException {
        ForkedJvm.Printed printed = jvm.run();

        assertThat(printed.output())
                .containsExactly(
                        "created: half-open HALF",
                        "open: true",
                        "closed: true",
                        "present: half-open HALF null",
                        "present: connect HALF null",
                        "present: syn HALF null",
                        "present: echo HALF null",
                        "required: half-open",
                        "named: half-open");
        assertThat(printed.log()).hasSize(3).containsOnly("INFO: checks with half-open (half handshake)");
    }

    @Test
    @Requires(Need.RAW_SOCKETS)
    void enginesWithoutAServiceFile_areFoundByNameAndLogged(@TempDir Path merged) throws Exception {
        try (JarFile jar = new JarFile(ownJar())) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                Path to = merged.resolve(entry.getName());
                if (entry.getName().endsWith(".class")) {
                    Files.createDirectories(to.getParent());
                    Files.copy(jar.getInputStream(entry), to);
                }
            }
        }

        ForkedJvm.Printed printed = jvm().without(OWN_JAR).with(List.of(merged)).run();

        assertThat(printed.output()).contains("created: half-open HALF", "present: syn HALF null");
        assertThat(printed.log())
                .filteredOn(line -> !line.startsWith("INFO: checks with "))
                .singleElement()
                .asString()
                .startsWith("INFO: META-INF/services/io.halfshake.spi.EngineProvider: does not name")
                .contains("io.halfshake.linux.HalfOpenProvider");
    }

    @Test
    void fewDescriptors_lowerMaxInFlightAndLogTheLimit() throws Exception {
        ForkedJvm.Printed printed = jvm().after("ulimit -n 64").run();

        assertThat(printed.output()).contains("created: half-open HALF", "open: true", "closed: true");
        assertThat(printed.log())
                .isNotEmpty()
                .allMatch(line -> line.matches("INFO: checks with half-open \\(half handshake\\): maxInFlight: 1000 "
                        + "\\(the engine holds \\d+ here: RLIMIT_NOFILE is 64, and \\d+ descriptors are in use\\)"));
    }

    @Test
    @Requires(Need.NAMESPACES)
    void checkerBuiltBeforeLoopbackIsUp_getsHalfOpenLater() throws Exception {
        ForkedJvm.Printed printed = new ForkedJvm(StartedEarly.class)
                .options(ONE_LINE_A_LOG_ENTRY)
                .under("unshare", "--net")
                .run();

        assertThat(printed.output())
                .containsExactly(
                        "at first: connect FULL",
                        "lo up: 0",
                        "later: half-open HALF",
                        "refused: true",
                        "another: half-open HALF");
        assertThat(printed.log())
                .anyMatch(
                        line -> line.startsWith("INFO: checks with half-open") && line.endsWith("; replaces connect"));
    }

    @Test
    @Requires(Need.RAW_SOCKETS)
    void missingNetty_isNotMissed() throws Exception {
        assertNothingIsMissing(jvm().withoutNetty());
    }

    @Test
    @Requires(Need.RAW_SOCKETS)
    void olderNettyOfTheApplication_isNotMissed() throws Exception {
        List<Path> older = older("netty-");
        assertThat(older).hasSize(7);
        assertNothingIsMissing(jvm().withoutNetty().with(older));
    }

    @Test
    @Requires(Need.RAW_SOCKETS)
    void olderJnaOfTheApplication_isNotMissed() throws Exception {
        List<Path> older = older("jna-");
        assertThat(older).hasSize(1);
        assertNothingIsMissing(jvm().without("jna-").with(older));
    }

    /** Whichever it is: a user's group brings the first one. */
    @Test
    @Requires(Need.RAW_SOCKETS)
    void presentNetty_isNotLoaded(@TempDir Path directory) throws Exception {
        Path loaded = directory.resolve("classes");
        assertNothingIsMissing(jvm().options("-Xlog:class+load=info:file=" + loaded));

        try (Stream<String> lines = Files.lines(loaded)) {
            assertThat(lines)
                    .anyMatch(line -> line.contains("io.halfshake.linux.EpollLoop"))
                    .noneMatch(line -> line.contains("io.netty."));
        }
    }

    /** As frameworks do that look for a bean's methods. */
    @Test
    void setupsWithoutNetty_canBeReflectedOn() throws Exception {
        List<String> output =
                new ForkedJvm(ReflectedSetups.class).withoutNetty().run().output();

        assertThat(output).containsExactly("HalfOpen eventLoops", "Syn eventLoops", "Echo eventLoops");
    }

    /** A module that requires this one, and of Netty nothing. */
    @Test
    void moduleWithoutNetty_compiles(@TempDir Path directory) throws Exception {
        Path module =
                Files.writeString(directory.resolve("module-info.java"), "module app { requires io.halfshake.linux; }");
        Path main = Files.createDirectory(directory.resolve("app")).resolve("Main.java");
        Files.writeString(
                main, "package app; class Main { Object setup = new io.halfshake.linux.HalfOpen().loops(2); }");
        String modulePath = ForkedJvm.wholeClassPath().stream()
                .map(Path::toString)
                .filter(entry -> Stream.of("halfshake-core", OWN_JAR, "jna-", "jspecify-")
                        .anyMatch(entry::contains))
                .collect(Collectors.joining(File.pathSeparator));
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said);

        int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(writer, writer, "-p", modulePath, "-d", directory + "/out", module.toString(), main.toString());

        assertThat(said).hasToString("");
        assertThat(status).isZero();
    }

    private static File ownJar() {
        return ForkedJvm.wholeClassPath().stream()
                .map(Path::toFile)
                .filter(entry -> entry.getName().startsWith(OWN_JAR))
                .findFirst()
                .orElseThrow();
    }

    static List<Path> older(String prefix) throws IOException {
        try (Stream<Path> jars = Files.list(Path.of("target", "older").toAbsolutePath())) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith(prefix))
                    .toList();
        }
    }

    @Test
    void deniedSockets_fallBackToConnect() throws Exception {
        assertFallsBack(
                new ForkedJvm(DeniedSockets.class).options(ONE_LINE_A_LOG_ENTRY), "socket(2) failed: EPERM (1)");
    }
}
