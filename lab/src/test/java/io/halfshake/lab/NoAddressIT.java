package io.halfshake.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import java.net.ProtocolFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A machine that has a route and no address of its own. */
@RequiresLab
@Tag("once")
@Isolated // Another lab would have an address to ask from.
class NoAddressIT {
    private static final int HOST = 10;
    private static final Duration LONG = Duration.ofSeconds(60);

    /** With the kernel's own second SYN, after one second, and without it. The checker has one half-way. */
    private static final List<Duration> TIMEOUTS = List.of(Duration.ofMillis(1_500), Duration.ofMillis(900));

    @ParameterizedTest
    @MethodSource("io.halfshake.lab.EngineUnderTest#withFamilies")
    void missingLocalAddress_makesEveryCheckUnknown(EngineUnderTest engine, ProtocolFamily family) {
        try (Lab lab = Lab.start();
                Checker checker = engine.builder().build()) {
            List<String> withoutAddress = new ArrayList<>(List.of("ip address flush dev " + lab.device()));
            lab.routes().stream()
                    .filter(command -> command.contains(" route "))
                    .forEach(command -> withoutAddress.add(command.replaceAll(" src .*", "")));
            lab.play(HOST, "open");
            NetworkCommands.run(withoutAddress);
            for (Duration timeout : TIMEOUTS) {
                CheckResult result = Unstalled.check(() -> checker.check(lab.address(family, HOST), timeout));
                assertThat(InWords.finding(result)).isEqualTo("UNKNOWN NO_ROUTE LOCAL EADDRNOTAVAIL");
            }
            NetworkCommands.run(lab.routes());
            assertThat(checker.check(lab.address(family, HOST), LONG).isUp()).isTrue();
        }
    }
}
