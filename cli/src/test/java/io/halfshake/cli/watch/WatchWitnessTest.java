package io.halfshake.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cli.Json;
import io.halfshake.cli.Shell;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchWitnessTest {
    private final Shell shell = new Shell();

    private int watch(String arguments) {
        return shell.run(("watch " + arguments).strip().split(" ", -1));
    }

    /** For this time, nothing responds but what refuses. */
    private void networkIsLost(Duration from, Duration to) {
        for (String host : List.of("db:1", "gateway:1", "names:1")) {
            shell.checker.on(host).up();
            shell.time.schedule(from, () -> shell.checker.on(host).timesOut());
            shell.time.schedule(to, () -> shell.checker.on(host).up());
        }
    }

    @Test
    void silenceWhileTheWitnessIsSilent_isNoOutage() {
        networkIsLost(Duration.ofMillis(2_500), Duration.ofMillis(5_500));

        assertThat(watch("--for 9s --witness gateway:1 db:1")).isZero();
        assertThat(shell.output())
                .contains("  own network      in doubt: 0 of 1 witnesses respond (expected 1);"
                        + " silence of targets does not count; gateway:1")
                .contains("  own network      works again: 1 of 1 witnesses respond; was in doubt for ")
                .contains("\ndb:1  up; available 66.666% to 100.000% of 9.000 s\n")
                .contains("\n  checks      10: 7 up, 3 down (3 timed out), 0 unknown; 3 unobserved; 0.00% lost\n")
                .contains("\n  unobserved  ")
                .contains("\nown network   in doubt once, ");
    }

    @Test
    void tableWhileTheWitnessIsSilent_saysSoAndShowsNoLoss() {
        networkIsLost(Duration.ofMillis(2_500), Duration.ofMillis(5_500));
        shell.stdoutIsTerminal = true;
        shell.variables.put("NO_COLOR", "1");

        watch("--for 9s --witness gateway:1 db:1");
        assertThat(shell.output())
                .contains("own network in doubt: 0 of 1 witnesses respond (expected 1)\u001b[K\nTARGET ")
                .containsPattern("\ndb:1 +up +\\d+s +unobserved  :::\\?+ +0.0%")
                .doesNotContain("!");
        String lastTable = shell.output().substring(shell.output().lastIndexOf("\u001b[?7l"));
        assertThat(lastTable).startsWith("\u001b[?7lTARGET ");
    }

    @Test
    void silenceWithoutAWitness_isAnOutage() {
        networkIsLost(Duration.ofMillis(2_500), Duration.ofMillis(5_500));

        assertThat(watch("--for 9s db:1")).isEqualTo(1);
    }

    @Test
    void silenceWhileTheWitnessResponds_isAnOutage() {
        shell.checker.on("db:1").up().times(3).timesOut();

        assertThat(watch("--for 9s --witness down:1 db:1")).isEqualTo(1);
        assertThat(shell.output()).doesNotContain("own network");
    }

    @Test
    void fewerWitnessesThanTheQuorum_areBlindness() {
        shell.checker.on("db:1").up().times(3).timesOut();
        shell.checker.on("names:1").timesOut();

        assertThat(watch("--for 9s --quorum 2 --witness down:1 --witness names:1 db:1"))
                .isZero();
        assertThat(shell.output()).contains("in doubt: 1 of 2 witnesses respond (expected 2)");
    }

    @Test
    void jsonOfBlindness_hasItsBoundsAndTheResultsOfTheWitnesses() {
        networkIsLost(Duration.ofMillis(2_500), Duration.ofMillis(5_500));

        watch("--json --for 9s --witness gateway:1 --witness names:1 db:1");
        List<Map<String, Object>> lines = Json.lines(shell.output()).stream()
                .filter(line -> "blindness".equals(line.get("type")))
                .toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .containsKeys("at", "began", "responding", "quorum")
                .doesNotContainKey("ended")
                .hasEntrySatisfying(
                        "witnesses", found -> assertThat((List<?>) found).hasSize(2));
        assertThat(lines.get(1)).containsKeys("began", "ended");
    }

    @Test
    void quietWatch_showsNoBlindnessButInTheReport() {
        networkIsLost(Duration.ofMillis(2_500), Duration.ofMillis(5_500));

        watch("-q --for 9s --witness gateway:1 db:1");
        assertThat(shell.output()).doesNotContain("witnesses respond").contains("own network   in doubt once, ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--quorum 1 | --quorum: \"1\" (expected a --witness beside it)",
                "--witness up:2 --quorum 2 | --quorum: \"2\" (expected a whole number from 1 to 1)",
                "--witness up:2 --quorum 0 | --quorum: \"0\" (expected a whole number from 1 to 1)",
                "--witness up:2 --witness up:2 | --witness: \"up:2\" (expected each witness once)",
            })
    void invalidWitnesses_areRefused(String options, String message) {
        assertThat(watch(options + " up:1")).isEqualTo(2);
        assertThat(shell.errors()).isEqualTo("halfshake: " + message + "\n");
        assertThat(shell.checker.recordedChecks()).isEmpty();
    }

    @Test
    void witnessWithoutPort_isRefused() {
        assertThat(watch("--witness gateway up:1")).isEqualTo(2);
        assertThat(shell.errors()).contains("\"gateway\"");
    }
}
