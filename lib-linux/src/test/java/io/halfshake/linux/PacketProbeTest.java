package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** Whether the loop was late with the second packet of a probe. */
class PacketProbeTest {
    private static final long TICK = ResendWheel.TICK_NANOS;

    private final PacketProbe probe =
            UnusedProbe.asPackets(new InetSocketAddress(InetAddress.getLoopbackAddress(), 80));
    private final long deadline = probe.request.deadlineNanos();

    private void sent(int packets, long dueBeforeDeadline) {
        probe.sent = packets;
        probe.dueAt = deadline - dueBeforeDeadline;
        probe.resendPlanned(TICK);
    }

    @Test
    void resendThatTheLoopNeverReached_isMissed() {
        sent(1, 20 * TICK);

        assertThat(probe.hasMissedResend(deadline)).isTrue();
    }

    @Test
    void resendThatTheLoopReachedAfterTheDeadline_isMissed() {
        sent(1, 20 * TICK);
        probe.resendReached(deadline);
        probe.sent++;

        assertThat(probe.hasMissedResend(deadline + TICK)).isTrue();
    }

    @Test
    void missedResendThatALimitPutsOff_isStillMissed() {
        sent(1, 20 * TICK);
        probe.resendReached(deadline);
        probe.dueAt = deadline + 20 * TICK;

        assertThat(probe.hasMissedResend(deadline)).isTrue();
    }

    /** A limit of packets per second may keep it from being sent. */
    @Test
    void resendThatTheLoopReachedInTime_isNotMissed() {
        sent(1, 20 * TICK);
        probe.resendReached(deadline - 1);

        assertThat(probe.hasMissedResend(deadline)).isFalse();
    }

    @Test
    void resendThatIsNotDueYet_isNotMissed() {
        sent(1, 20 * TICK);

        assertThat(probe.hasMissedResend(probe.dueAt - 1)).isFalse();
    }

    @Test
    void resendThatTheWheelMayGiveOutAfterTheDeadline_isNotMissed() {
        sent(1, 2 * TICK);

        assertThat(probe.hasMissedResend(deadline)).isFalse();
    }

    @Test
    void thirdPacket_isNotMissed() {
        sent(2, 20 * TICK);

        assertThat(probe.hasMissedResend(deadline)).isFalse();
    }

    @Test
    void probeWithoutResend_missesNone() {
        probe.sent = 1;

        assertThat(probe.hasMissedResend(deadline)).isFalse();
    }
}
