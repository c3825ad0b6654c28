package io.halfshake.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.Resend;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The interface's queue drops the SYN, and connect(2) does not say so. */
@RequiresLab
@Tag("once")
class TransmitQueueIT {
    private static final int HOST = 11;
    private static final Duration LONG = Duration.ofSeconds(60);

    /** When the kernel sends a SYN for the second time: linux/include/net/tcp.h, TCP_TIMEOUT_INIT. */
    private static final Duration SENT_AGAIN = Duration.ofSeconds(1);

    private static final Duration TIMEOUT = Duration.ofMillis(700);
    private static final int ATTEMPTS = 20;

    private static final String NO_CARRIER =
            "ip link set DEVICE carrier off; until ip link show DEVICE | grep -q 'state DOWN'; do :; done";

    @ParameterizedTest
    @CsvSource({
        "INET, tc qdisc replace dev DEVICE root bfifo limit 1, tc qdisc del dev DEVICE root",
        "INET6, tc qdisc replace dev DEVICE root bfifo limit 1, tc qdisc del dev DEVICE root",
        "INET, " + NO_CARRIER + ", ip link set DEVICE carrier on",
        "INET6, " + NO_CARRIER + ", ip link set DEVICE carrier on",
    })
    void droppedSyn_isNotTheTargetsFault(StandardProtocolFamily family, String make, String undo) {
        try (Lab lab = Lab.start();
                Checker checker = EngineUnderTest.HALF_OPEN
                        .builder()
                        .resend(Resend.never())
                        .build()) {
            lab.play(HOST, "open");
            assertThat(checker.check(lab.address(family, HOST), LONG).isUp()).isTrue();
            NetworkCommands.run(make.replace("DEVICE", lab.device()));

            CheckResult dropped;
            int attempts = 0;
            do {
                assertThat(++attempts).isLessThanOrEqualTo(ATTEMPTS);
                dropped = Unstalled.check(() -> checker.check(lab.address(family, HOST), TIMEOUT));
                // Then this machine was held up until the kernel sent it again, and the first drop left no trace.
            } while (dropped.elapsed().compareTo(SENT_AGAIN) >= 0);

            NetworkCommands.run(undo.replace("DEVICE", lab.device()));
            NetworkCommands.run(lab.routes());
            assertThat(InWords.finding(dropped)).as("%s", dropped).isEqualTo("UNKNOWN LOCAL_FAILURE LOCAL");
            // What it left behind is no other check's.
            assertThat(checker.check(lab.address(family, HOST), LONG).isUp()).isTrue();
            lab.play(HOST, "silent");
            assertThat(InWords.finding(Unstalled.check(() -> checker.check(lab.address(family, HOST), TIMEOUT))))
                    .isEqualTo("DOWN TIMED_OUT NONE");
        }
    }
}
