package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A network that loses every other SYN, the first one included. */
@Requires({Need.NAMESPACES, Need.IPTABLES})
class LostSynIT {
    private static final String EVERY_OTHER_SYN_IS_LOST =
            "iptables -A INPUT -p tcp --syn --dport 80 -m statistic --mode nth --every 2 --packet 0 -j DROP";

    private static List<String> findings(String... steps) throws Exception {
        return CheckScript.findings(new String[] {EVERY_OTHER_SYN_IS_LOST}, steps);
    }

    @Test
    void lostSyn_isMadeUpForByAResendHalfWay() throws Exception {
        assertThat(findings("listen 127.0.0.1:80", "set resend halfway", "set timeout PT0.9S", "check 3 127.0.0.1:80"))
                .containsExactly("127.0.0.1:80 UP SYN_ACK null syns=2 x3");
    }

    @Test
    void lostSynWithoutResend_isSilence() throws Exception {
        // The odd ones out: of four SYNs of four checks, the second and the fourth arrive.
        assertThat(findings("listen 127.0.0.1:80", "set resend never", "set timeout PT0.5S", "check 4 127.0.0.1:80"))
                .containsExactly(
                        "127.0.0.1:80 DOWN TIMED_OUT NONE null syns=1 x2", "127.0.0.1:80 UP SYN_ACK null syns=1 x2");
    }

    @Test
    void lostSyn_isResentByTheKernelAfterASecond() throws Exception {
        for (String reuse : List.of("true", "false")) {
            assertThat(findings(
                            "listen 127.0.0.1:80",
                            "set resend never",
                            "set timeout PT5S",
                            "set reuseSockets " + reuse,
                            "check 2 127.0.0.1:80"))
                    .containsExactly("127.0.0.1:80 UP SYN_ACK null syns=2 x2");
        }
    }
}
