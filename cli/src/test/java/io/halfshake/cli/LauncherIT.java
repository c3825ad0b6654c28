package io.halfshake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.testing.TcpPeer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shell script that builds and starts the command line. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class LauncherIT {
    private Checkout checkout;

    @BeforeEach
    void prepare(@TempDir Path directory) throws IOException, InterruptedException {
        checkout = Checkout.create(directory);
    }

    @ParameterizedTest
    @CsvSource({"100, 0", "101, 1", "102, 2", "103, 3", "70, 70", "141, 141", "130, 130"})
    void statusOfTheCommandLine_isPassedOn(String java, int status) throws Exception {
        assertThat(checkout.with("JAVA_ENDS", java).run("$H check up:1")).isEqualTo(status);
    }

    /** 1: it cannot start, or nothing caught what was thrown. 3: -XX:+ExitOnOutOfMemoryError. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "2", "3", "99", "104", "127"})
    void statusOfTheJvmItself_is70(String java) throws Exception {
        assertThat(checkout.with("JAVA_ENDS", java).run("$H check up:1")).isEqualTo(70);
        assertThat(checkout.stderr()).contains("halfshake: java ended with status " + java);
    }

    @ParameterizedTest
    @CsvSource({"SIGKILL, 137", "SIGABRT, 134", "SIGSEGV, 139"})
    void killedJvm_isReportedWithItsSignal(String java, int status) throws Exception {
        assertThat(checkout.with("JAVA_ENDS", java).run("$H check up:1")).isEqualTo(status);
        assertThat(checkout.stderr()).endsWith("\nhalfshake: java was killed by " + java + "\n");
        assertThat(checkout.stderr().lines()).as("the build, and this").hasSize(2);
    }

    /** As JDK 25 ends, which then cannot finish its initialization. */
    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void signalThatMakesTheJvmFailToStart_givesTheStatusOfTheSignal(String signal, int status) throws Exception {
        assertThat(checkout.with("JAVA_ENDS", "1-on-SIG" + signal).run("$H check up:1"))
                .isEqualTo(status);
    }

    /** A watcher reloads on SIGHUP. The launcher is made to believe that the JVM has run for a minute. */
    @Test
    void jvmThatEndsLongAfterASignal_isNotReportedWithIt() throws Exception {
        checkout.with("JAVA_ENDS", "1-after-SIGHUP").withLineBefore("case $status in", "forked=$((forked - 60))");

        assertThat(checkout.run("$H serve")).isEqualTo(70);
        assertThat(checkout.stderr()).contains("halfshake: java ended with status 1");
    }

    /** The shell notices it before it waits, and writes a line of its own. */
    @Test
    void jvmKilledBeforeTheWait_isReportedInOneLine() throws Exception {
        checkout.with("JAVA_ENDS", "SIGKILL").withLineBefore("deliver", "sleep 0.2");

        assertThat(checkout.run("$H check up:1")).isEqualTo(137);
        assertThat(checkout.stderr().lines()).as("the build, and this").hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+NoSuchOption", "-Xmx1k", "-version", "-Xmx2m"})
    void jvmThatDoesNotRunTheCommand_ends70AndWritesNoResult(String options) throws Exception {
        checkout.withRealJava().with("HALFSHAKE_JAVA_OPTS", options);
        assertThat(checkout.run("$H check --json 127.0.0.1:1")).isEqualTo(70);
        assertThat(checkout.stdout()).isEmpty();
        assertThat(checkout.stderr()).isNotEmpty();
    }

    @Test
    void jvmWithoutMemory_ends70AndWritesNoResult() throws Exception {
        checkout.withRealJava();
        assertThat(checkout.run("ulimit -v 300000; $H check --json 127.0.0.1:1"))
                .isEqualTo(70);
        assertThat(checkout.stdout()).isEmpty();
        assertThat(checkout.stderr()).contains("halfshake: java ");
    }

    @Test
    void closedStandardInput_isRefused() throws Exception {
        checkout.withRealJava();
        assertThat(checkout.run("$H check -f - <&-; s=$?; exit $s")).isEqualTo(2);
        assertThat(checkout.stderr().lines()).as("the build, and this").hasSize(2);
        assertThat(checkout.stderr()).contains("halfshake: standard input: Bad file descriptor (expected ");
    }

    @Test
    void closedStandardOutput_isRefused() throws Exception {
        checkout.withRealJava();
        assertThat(checkout.run("$H check 127.0.0.1:1 >&-; s=$?; exit $s")).isEqualTo(2);
        assertThat(checkout.stderr()).contains("halfshake: standard output: Bad file descriptor (expected ");
    }

    @Test
    void closedStandardError_changesNothing() throws Exception {
        checkout.withRealJava();
        assertThat(checkout.run("$H check --json -t 30s 127.0.0.1:1 2>&-; s=$?; exit $s"))
                .isEqualTo(1);
        assertThat(Json.lines(checkout.stdout())).hasSize(1);
    }

    @Test
    void standardInput_reachesTheCommand() throws Exception {
        try (TcpPeer open = TcpPeer.accepting()) {
            checkout.withRealJava();
            assertThat(checkout.run("echo " + open.target() + " | $H check --json -t 30s -f -"))
                    .isZero();
            assertThat(Json.lines(checkout.stdout())).hasSize(1);
        }
    }

    @Test
    void standardOutputThatIsFull_isRefused() throws Exception {
        checkout.withRealJava();
        assertThat(checkout.run("$H check 127.0.0.1:1 >/dev/full")).isEqualTo(2);
        assertThat(checkout.stderr()).contains("halfshake: standard output: ");
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void signal_isPassedOn(String signal, int status) throws Exception {
        Process launcher = startWatching();
        try (BufferedReader out = launcher.inputReader()) {
            assertThat(out.readLine()).startsWith("{");
            kill(signal, launcher.toHandle());
            expectResultsAndReport(out);
            assertThat(launcher.waitFor()).isEqualTo(status);
        } finally {
            launcher.destroyForcibly();
        }
    }

    /** Before the fork, before its process id is known, and before it has done with the traps of the shell. */
    @ParameterizedTest
    @CsvSource({
        "INT, (, 130",
        "TERM, (, 143",
        "INT, child=$!, 130",
        "TERM, child=$!, 143",
        "HUP, child=$!, 129",
        "INT, deliver, 130",
        "HUP, deliver, 129"
    })
    void signalWhileTheJvmStarts_isPassedOn(String signal, String before, int status) throws Exception {
        checkout.withRealJava().withLineBefore(before, "kill -s " + signal + " $$");
        try (TcpPeer silent = TcpPeer.silent()) {
            assertThat(checkout.run("$H check --json -t 10m " + silent.target()))
                    .isEqualTo(status);
        }
        assertThat(checkout.stdout()).isEmpty();
    }

    @Test
    void classArchive_isMadeOnce() throws Exception {
        assertThat(checkout.run("$H check up:1")).isZero();
        Map<String, Long> first = checkout.archiveFiles();
        assertThat(first).containsOnlyKeys(".jsa", ".jsa.root");
        assertThat(first.get(".jsa")).isPositive();

        checkout.with("ARCHIVING_ENDS", "1");
        assertThat(checkout.run("$H check up:1")).isZero();
        assertThat(checkout.archiveFiles()).isEqualTo(first);
    }

    @Test
    void classArchiveThatTheJvmCannotMake_isNotTriedAgain() throws Exception {
        assertThat(checkout.with("ARCHIVING_ENDS", "1").run("$H check up:1")).isZero();
        assertThat(checkout.archiveFiles())
                .containsOnlyKeys(".jsa", ".jsa.root")
                .containsEntry(".jsa", 0L);
    }

    /** Where it ends as a command does not, nothing is left. */
    @Test
    void trainingRun_endsAsACommandDoes() throws Exception {
        assertThat(checkout.withRealJava().run("$H check -t 30s 127.0.0.1:1")).isEqualTo(1);
        assertThat(checkout.archiveFiles()).containsOnlyKeys(".jsa", ".jsa.root");
    }

    /** Else no later start would try again. */
    @ParameterizedTest
    @CsvSource({"137, 0", "1, 0", "101, 137"})
    void classArchiveOfAJvmThatWasKilledOrDidNotStart_isTriedAgain(String listing, String archiving) throws Exception {
        checkout.with("LISTING_ENDS", listing).with("ARCHIVING_ENDS", archiving);
        assertThat(checkout.run("$H check up:1")).isZero();
        assertThat(checkout.archiveFiles()).isEmpty();
    }

    @Test
    void endOfTheLauncher_endsTheJvm(@TempDir Path directory) throws Exception {
        // Not a pipe, which would be closed once the launcher is gone, and would end the JVM too.
        Path results = directory.resolve("results");
        Process launcher = checkout.withRealJava().start("exec $H watch --json 127.0.0.1:1 >" + results);
        try {
            while (Files.notExists(results) || Files.size(results) == 0) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            ProcessHandle jvm = launcher.children().findFirst().orElseThrow();
            kill("KILL", launcher.toHandle());
            assertThat(launcher.waitFor()).isEqualTo(137);
            jvm.onExit().get();
            expectResultsAndReport(Files.readAllLines(results));
        } finally {
            launcher.destroyForcibly();
        }
    }

    @Test
    void threadDump_isKeptAwayFromTheResults() throws Exception {
        Process launcher = startWatching();
        try (BufferedReader out = launcher.inputReader()) {
            assertThat(out.readLine()).startsWith("{");
            // As Ctrl-\ does: the shell first, which must go on waiting.
            ProcessHandle jvm = launcher.children().findFirst().orElseThrow();
            kill("QUIT", launcher.toHandle());
            kill("QUIT", jvm);
            while (!checkout.stderr().contains("JNI global refs")) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            kill("TERM", launcher.toHandle());
            expectResultsAndReport(out);
            assertThat(launcher.waitFor()).isEqualTo(143);
        } finally {
            launcher.destroyForcibly();
        }
    }

    private Process startWatching() throws IOException {
        return checkout.withRealJava().start("exec $H watch --json 127.0.0.1:1");
    }

    private static void expectResultsAndReport(BufferedReader out) {
        expectResultsAndReport(out.lines().toList());
    }

    private static void expectResultsAndReport(List<String> lines) {
        assertThat(lines).allMatch(line -> line.startsWith("{"));
        assertThat(lines).last().asString().startsWith("{\"type\":\"report\"");
    }

    private static void kill(String signal, ProcessHandle process) throws Exception {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    @Test
    void firstRunsAtOnceWithoutFlock_work() throws Exception {
        checkout.withoutFlock().with("MAVEN_AT_ONCE", "3");
        assertThat(threeAtOnce()).containsExactly(0, 0, 0);
        assertThat(checkout.builds()).isEqualTo(3);
        assertThat(checkout.withoutMaven().run("$H check up:1")).isZero();
    }

    @Test
    void firstRunsAtOnceWithFlock_buildOnce() throws Exception {
        assertThat(threeAtOnce()).containsExactly(0, 0, 0);
        assertThat(checkout.builds()).isEqualTo(1);
    }

    private List<Integer> threeAtOnce() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(checkout.start("$H check up:1"));
        }
        List<Integer> statuses = new ArrayList<>();
        for (Process process : processes) {
            statuses.add(process.waitFor());
        }
        return statuses;
    }

    @ParameterizedTest
    @ValueSource(strings = {"-r", "-a"})
    void copiedCheckout_isNotBuiltAgain(String how) throws Exception {
        assertThat(checkout.run("$H check up:1")).isZero();
        Checkout copy = checkout.copied(how).withoutMaven();
        assertThat(copy.run("$H check up:1")).isZero();
        assertThat(copy.run("$H check up:1")).isZero();
        assertThat(copy.stderr()).isEmpty();
    }

    @Test
    void copiedCheckoutWithChangedSource_isBuiltAgain() throws Exception {
        assertThat(checkout.run("$H check up:1")).isZero();
        Files.writeString(checkout.source(), "class Source { int changed; }");
        assertThat(checkout.copied("-r").run("$H check up:1")).isZero();
        assertThat(checkout.builds()).isEqualTo(2);
    }

    /** What changes all times of change, as chown does. */
    @Test
    void newOwner_needsNoBuild() throws Exception {
        assertThat(checkout.run("$H check up:1")).isZero();
        assertThat(checkout.run("chmod -R go-r \"${H%/*}\"")).isZero();
        assertThat(checkout.withoutMaven().run("$H check up:1")).isZero();
    }

    @Test
    void changedSource_isBuilt() throws Exception {
        assertThat(checkout.run("$H check up:1")).isZero();
        FileTime before = Files.getLastModifiedTime(checkout.source());
        Files.writeString(checkout.source(), "class Source { int changed; }");
        Files.setLastModifiedTime(checkout.source(), before);
        assertThat(checkout.run("$H check up:1")).isZero();
        assertThat(checkout.builds()).isEqualTo(2);
        assertThat(checkout.run("$H check up:1")).isZero();
        assertThat(checkout.builds()).isEqualTo(2);
    }

    @Test
    void deletedSource_isBuilt() throws Exception {
        assertThat(checkout.run("$H check up:1")).isZero();
        Files.delete(checkout.source());
        assertThat(checkout.run("$H check up:1")).isZero();
        assertThat(checkout.builds()).isEqualTo(2);
    }

    @Test
    void changedSourceWithoutMaven_ends70() throws Exception {
        assertThat(checkout.run("$H check up:1")).isZero();
        Files.writeString(checkout.source(), "class Source { int changed; }");
        assertThat(checkout.withoutMaven().run("$H check up:1")).isEqualTo(70);
        assertThat(checkout.stderr()).startsWith("halfshake: no mvn found ");
    }
}
