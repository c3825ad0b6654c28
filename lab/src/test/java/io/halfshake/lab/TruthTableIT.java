package io.halfshake.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each behaviour, each engine, IPv4 and IPv6: the verdict, the reason, who spoke, the SYNs sent, and what the lab saw
 * on the wire. {@code -Dhalfshake.truths.write} writes the table into docs/outcomes.md.
 */
@RequiresLab
@Isolated // It needs both processors.
class TruthTableIT {
    private static final Path DOCUMENT = Path.of("../docs/outcomes.md");
    private static final String BEGIN =
            "<!-- The truth table, from lab/src/test/java/io/halfshake/lab/Truths.java. -->\n";
    private static final String END = "<!-- End of the truth table. -->";
    private static final int WARM_UP = 60_000;

    @ParameterizedTest
    @MethodSource("io.halfshake.lab.EngineUnderTest#withFamilies")
    void everyVerdictIsTrue(EngineUnderTest engine, StandardProtocolFamily family) {
        List<Truth> truths = Truths.all();
        try (Lab lab = Lab.start();
                Checker checker = engine.builder().build()) {
            // Classes are loaded and threads are started before time matters.
            lab.play(WARM_UP, "open");
            checker.check(lab.address(family, WARM_UP), Duration.ofSeconds(10));
            List<CompletableFuture<CheckResult>> checks = new ArrayList<>();
            for (int host = 0; host < truths.size(); host++) {
                lab.play(host, truths.get(host).behaviour);
                InetSocketAddress address = lab.address(family, host);
                checks.add(checker.checkAsync(address, truths.get(host).timeout));
            }
            List<CheckResult> results =
                    checks.stream().map(CompletableFuture::join).toList();
            lab.settle();

            SoftAssertions softly = new SoftAssertions();
            for (int host = 0; host < truths.size(); host++) {
                Truth truth = truths.get(host);
                CheckResult result = results.get(host);
                Account account = lab.account(family, host);
                Truth.Finding found =
                        new Truth.Finding(text(result), result.evidence().syns(), account.wire());
                softly.assertThat(found)
                        .as("%s %s %s\n%s", engine, family, truth.behaviour, result)
                        .isEqualTo(truth.expected(engine, family));
                if (account.acks() > 0) {
                    softly.assertThat(result.evidence().handshake())
                            .as("%s: the lab saw an ACK", truth.behaviour)
                            .isEqualTo(Handshake.FULL);
                }
            }
            softly.assertAll();
        }
    }

    /** Such as {@code Down `UNREACHABLE`, `ICMP`, `EHOSTUNREACH`}. */
    private static String text(CheckResult result) {
        Evidence evidence = result.evidence();
        String state = result instanceof CheckResult.Down down
                ? "Down `" + down.reason() + "`"
                : result instanceof CheckResult.Unknown unknown ? "Unknown `" + unknown.reason() + "`" : "Up";
        String errno = evidence.errno() == null ? "" : ", `" + evidence.errno() + "`";
        return state + ", `" + evidence.speaker() + "`" + errno;
    }

    @Test
    void theDocumentSaysWhatIsTested() throws IOException {
        StringBuilder table = new StringBuilder(
                "\n| the host | result, who spoke, errno | SYNs | on the wire |\n|---|---|---|---|\n");
        Truths.all()
                .forEach(truth -> truth.rows().forEach(row -> table.append(row).append('\n')));
        String document = Files.readString(DOCUMENT);
        int begin = document.indexOf(BEGIN) + BEGIN.length();
        int end = document.indexOf(END);
        assertThat(end).as(END).isGreaterThanOrEqualTo(begin);
        if (System.getProperty("halfshake.truths.write") != null) {
            Files.writeString(DOCUMENT, document.substring(0, begin) + table + "\n" + document.substring(end));
            return;
        }

        assertThat(document.substring(begin, end)).isEqualTo(table + "\n");
    }
}
