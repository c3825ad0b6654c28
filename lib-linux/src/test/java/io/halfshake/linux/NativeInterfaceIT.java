package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.application.ModulePathMain;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an application sees where one way from Java to the C library is missing, or both are: the other one is used, or
 * there is a cause and a checker that works all the same.
 */
class NativeInterfaceIT {
    /** A file system that nothing can be run or loaded from, and that no other process sees. */
    private static final String MOUNT_NOEXEC = "mount -t tmpfs -o noexec none /mnt";

    /** The first JDK with an option that turns the warning of native access into an exception. */
    private static final int FIRST_WITH_DENIAL = 24;

    private static ForkedJvm jvm() {
        return AvailabilityIT.jvm();
    }

    private static ForkedJvm jna() {
        return jvm().options("-Dhalfshake.system-calls=jna");
    }

    /** From JDK 22 on nothing is missing; before, there is no other way. */
    private static void assertOnlyJnaIsMissing(ForkedJvm jvm, String cause) throws IOException, InterruptedException {
        if (ForeignLinker.IS_PRESENT) {
            AvailabilityIT.assertNothingIsMissing(jvm);
        } else {
            AvailabilityIT.assertFallsBack(jvm, cause);
        }
    }

    @Test
    @Requires(Need.RAW_SOCKETS)
    void missingJna_isNotMissedWhereThereIsFfm() throws Exception {
        assertOnlyJnaIsMissing(jvm().without("jna-"), "com.sun.jna");
    }

    @Test
    @Requires({Need.RAW_SOCKETS, Need.NAMESPACES})
    void noexecTemporaryDirectory_isNotNoticedWhereThereIsFfm() throws Exception {
        ForkedJvm jvm = jvm().under("unshare", "--mount")
                .after(MOUNT_NOEXEC)
                .options("-Djna.nosys=true", "-Djna.tmpdir=/mnt", "-Djava.io.tmpdir=/mnt");

        assertOnlyJnaIsMissing(jvm, "failed to map segment from shared object");
    }

    /** No class of JNA is loaded, so no thread and no file of it can be left. */
    @Test
    void jna_isNotLoadedWhereThereIsFfm(@TempDir Path directory) throws Exception {
        Path loaded = directory.resolve("classes");

        jvm().options("-Xlog:class+load=info:file=" + loaded).run();

        try (Stream<String> lines = Files.lines(loaded)) {
            assertThat(lines.anyMatch(line -> line.contains("com.sun.jna."))).isNotEqualTo(ForeignLinker.IS_PRESENT);
        }
    }

    @Test
    void nativeAccessThatIsNotEnabled_isWarnedOfOnce() throws Exception {
        ForkedJvm.Printed printed = jvm().withoutNativeAccess().run();

        assertThat(printed.output()).contains("created: half-open HALF");
        assertThat(printed.log().stream().filter(line -> line.startsWith("WARNING: A restricted method in ")))
                .hasSize(ForeignLinker.IS_PRESENT ? 1 : 0);
    }

    /** None on a JDK that cannot deny it. */
    @TestFactory
    Stream<DynamicTest> deniedNativeAccess_isTheCause() {
        return Stream.of("--illegal-native-access=deny")
                .filter(option -> Runtime.version().feature() >= FIRST_WITH_DENIAL)
                .map(option -> DynamicTest.dynamicTest(option, () -> {
                    String refused = "java.lang.IllegalCallerException: Illegal native access from";
                    ForkedJvm jvm = jvm().withoutNativeAccess().options(option);

                    AvailabilityIT.assertFallsBack(jvm, "FFM: " + refused);
                    AvailabilityIT.assertFallsBack(jvm, "; JNA: " + refused);
                }));
    }

    /** With native access for the class path only: on the module path each module needs it for itself. */
    private static ForkedJvm onModulePath() {
        String[] modules = {"halfshake-core-", "halfshake-linux-", "jna-", "jspecify-"};
        String path = ForkedJvm.wholeClassPath().stream()
                .filter(entry -> Stream.of(modules).anyMatch(entry.getFileName().toString()::startsWith))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        return new ForkedJvm(ModulePathMain.class)
                .without(modules)
                .options("--module-path", path, "--add-modules", "io.halfshake.linux");
    }

    @Test
    void modulePath_hasHalfOpen() throws Exception {
        assertThat(onModulePath().run().output()).containsExactly("named module: true", "created: half-open HALF");
    }

    /** None on a JDK that cannot deny it. */
    @TestFactory
    Stream<DynamicTest> nativeAccessDeniedToModules_isTheCauseUnlessJnaHasIt() {
        return Stream.of("--illegal-native-access=deny")
                .filter(option -> Runtime.version().feature() >= FIRST_WITH_DENIAL)
                .map(option -> DynamicTest.dynamicTest(option, () -> {
                    String refused = "java.lang.IllegalCallerException: Illegal native access from";
                    List<String> denied = onModulePath().options(option).run().output();
                    List<String> allowed = onModulePath()
                            .options(option, "--enable-native-access=com.sun.jna")
                            .run()
                            .output();

                    assertThat(denied).hasSize(3).contains("created: connect HALF");
                    assertThat(denied.get(2))
                            .startsWith("passed over: half-open: ")
                            .contains("FFM: " + refused, "; JNA: " + refused);
                    assertThat(allowed).containsExactly("named module: true", "created: half-open HALF");
                }));
    }

    @Test
    void ffmBeforeItsFirstJdk_fallsBackToConnect() throws Exception {
        ForkedJvm jvm = jvm().options("-Dhalfshake.system-calls=ffm");

        if (ForeignLinker.IS_PRESENT) {
            assertThat(jvm.run().output()).contains("created: half-open HALF");
        } else {
            AvailabilityIT.assertFallsBack(
                    jvm, "this is Java " + Runtime.version().feature() + " (expected 22 or newer)");
        }
    }

    @Test
    void unknownInterface_isLoggedOnceAndIgnored() throws Exception {
        ForkedJvm.Printed printed =
                jvm().options("-Dhalfshake.system-calls=jni").run();

        assertThat(printed.output()).contains("created: half-open HALF");
        assertThat(printed.log())
                .filteredOn(line -> line.startsWith("WARNING"))
                .isEqualTo(List.of("WARNING: system property halfshake.system-calls: jni"
                        + " (expected ffm, jna, or both in the order to be tried, with a comma)"));
    }

    /** A log is the user's code. */
    @Test
    void unknownInterface_isLoggedWithNoLockHeld() throws Exception {
        ForkedJvm jvm = new ForkedJvm(WaitingLog.class).options("-Dhalfshake.system-calls=jni");

        assertThat(jvm.run().output()).containsExactly("ended while logging: true", "available: true");
    }

    /** None on a JDK without it. */
    @TestFactory
    Stream<DynamicTest> ffmThatFoundNoMemory_canBeTriedAgain() {
        return Stream.of("FFM")
                .filter(name -> ForeignLinker.IS_PRESENT)
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    ForkedJvm jvm = new ForkedJvm(BoundInAFullHeap.class).options("-Xmx24m", "-XX:+UseSerialGC");

                    List<String> output = jvm.run(name).output();

                    assertThat(output)
                            .anyMatch(line -> line.startsWith("in a full heap: java.lang.OutOfMemoryError"))
                            .endsWith("afterwards: null");
                }));
    }

    @Test
    void missingJna_fallsBackToConnect() throws Exception {
        AvailabilityIT.assertFallsBack(jna().without("jna-"), "com.sun.jna");
    }

    @Test
    void unwritableJnaLibrary_fallsBackToConnect() throws Exception {
        // Not even root can make a directory there.
        AvailabilityIT.assertFallsBack(
                jna().options("-Djna.nosys=true", "-Djna.tmpdir=/dev/null/none"),
                "Failed to create temporary file for /com/sun/jna/linux-");
    }

    @Test
    @Requires(Need.NAMESPACES)
    void unloadableJnaLibrary_fallsBackToConnect() throws Exception {
        AvailabilityIT.assertFallsBack(
                jna().under("unshare", "--mount").after(MOUNT_NOEXEC).options("-Djna.nosys=true", "-Djna.tmpdir=/mnt"),
                "failed to map segment from shared object");
    }

    @Test
    void incompatibleInstalledJnaLibrary_fallsBackToConnect(@TempDir Path installed) throws Exception {
        String entry = System.getProperty("os.arch").equals("aarch64")
                ? "com/sun/jna/linux-aarch64/libjnidispatch.so"
                : "com/sun/jna/linux-x86-64/libjnidispatch.so";
        try (JarFile jar = new JarFile(AvailabilityIT.older("jna-").get(0).toFile());
                InputStream library = jar.getInputStream(jar.getJarEntry(entry))) {
            Files.copy(library, installed.resolve("libjnidispatch.so"));
        }

        AvailabilityIT.assertFallsBack(
                jna().options("-Djna.boot.library.path=" + installed),
                "There is an incompatible JNA native library installed on this system");
    }
}
