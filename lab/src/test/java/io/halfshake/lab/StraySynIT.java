package io.halfshake.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.Resend;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A SYN from the target's address and port, which takes no sequence number to forge: the kernel takes it for a
 * simultaneous open, and drops the true answer.
 */
@RequiresLab
class StraySynIT {
    private static final int HOST = 10;
    private static final Duration TIMEOUT = Duration.ofSeconds(8);
    /** RFC 6298 section 2. */
    private static final Duration KERNEL_RESENDS = Duration.ofSeconds(1);

    private static final int MAX_SLOW = 10;

    @SuppressWarnings("NullAway.Init") // Set before all tests.
    private static Lab lab;

    @BeforeAll
    static void startLab(Lab shared) {
        lab = shared;
    }

    /** Without a resend, which would ask from another socket all the same. */
    @ParameterizedTest
    @CsvSource({
        "INET, 'open delay=100ms,0ms,0ms,0ms,0ms,0ms stray=1', UP SYN_ACK, 2",
        "INET6, 'open delay=100ms,0ms,0ms,0ms,0ms,0ms stray=1', UP SYN_ACK, 2",
        "INET, 'refused delay=100ms,0ms,0ms,0ms,0ms,0ms stray=1', DOWN REFUSED RST ECONNREFUSED, 2",
        "INET6, 'refused delay=100ms,0ms,0ms,0ms,0ms,0ms stray=1', DOWN REFUSED RST ECONNREFUSED, 2",
        "INET, 'open delay=9s stray=1,2,3', UNKNOWN LOCAL_FAILURE LOCAL, 3",
        "INET6, 'open delay=9s stray=1,2,3', UNKNOWN LOCAL_FAILURE LOCAL, 3"
    })
    void straySyn_isNoAnswerAndHidesNone(StandardProtocolFamily family, String behaviour, String finding, int syns) {
        try (Checker checker =
                EngineUnderTest.HALF_OPEN.builder().resend(Resend.never()).build()) {
            CheckResult result = check(checker, family, behaviour);
            for (int i = 0; i < MAX_SLOW && isInconclusive(result, finding, syns); i++) {
                result = check(checker, family, behaviour);
            }

            assertThat(InWords.finding(result)).isEqualTo(finding);
            assertThat(result.evidence().syns()).isEqualTo(syns);
        }
    }

    /**
     * On a slow machine a stray SYN comes after the one look at the socket, or the kernel resends meanwhile. That makes
     * no false finding, but a check that takes a second or more.
     */
    private static boolean isInconclusive(CheckResult result, String finding, int syns) {
        if (result.elapsed().compareTo(KERNEL_RESENDS) < 0) {
            return false;
        }
        return InWords.finding(result).equals(finding) ? result.evidence().syns() != syns : result.isUnknown();
    }

    private static CheckResult check(Checker checker, StandardProtocolFamily family, String behaviour) {
        lab.play(HOST, behaviour);
        return checker.check(lab.address(family, HOST), TIMEOUT);
    }
}
