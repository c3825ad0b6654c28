package io.halfshake.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Checker;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whose threads check, which {@code .ci/run} reads in the output when it runs the lab on Netty's event loops. */
@RequiresLab
@Isolated // Other tests have threads of the same names.
class EventLoopsIT {
    private static final int HOST = 10;
    private static final Duration LONG = Duration.ofSeconds(60);

    @ParameterizedTest
    @EnumSource(names = {"HALF_OPEN", "SYN"})
    void checks_areMadeByTheThreadsThatWereAskedFor(EngineUnderTest engine) {
        try (Lab lab = Lab.start();
                Checker checker = engine.builder().build()) {
            lab.play(HOST, "open");
            assertThat(checker.check(lab.address(StandardProtocolFamily.INET, HOST), LONG)
                            .isUp())
                    .isTrue();

            Set<String> threads = Thread.getAllStackTraces().keySet().stream()
                    .map(Thread::getName)
                    .collect(Collectors.toSet());
            boolean ownLoop = threads.stream().anyMatch(name -> name.startsWith("halfshake-" + engine + "-"));
            boolean nettyLoop = threads.stream().anyMatch(name -> name.startsWith(NettyEngines.THREADS));
            System.out.println(
                    "event loops: " + engine + " on " + (nettyLoop && !ownLoop ? "Netty's" : "loops of its own"));
            assertThat(nettyLoop).isEqualTo(EngineUnderTest.ON_NETTY);
            assertThat(ownLoop).isNotEqualTo(EngineUnderTest.ON_NETTY);
        }
    }
}
