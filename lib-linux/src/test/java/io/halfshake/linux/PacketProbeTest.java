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
        probe.planned(deadline - dueBeforeDeadline, TICK);
    }

    private boolean hasMissedResend(long now) {
        return probe.hasMissedResend(now, false);
    }

    @Test
    void resendThatTheLoopNeverReached_isMissed() {
        sent(1, 20 * TICK);

        assertThat(hasMissedResend(deadline)).isTrue();
    }

    @Test
    void resendThatTheLoopReachedAfterTheDeadline_isMissed() {
        sent(1, 20 * TICK);
        probe.resendReached(deadline);
        probe.sent++;

        assertThat(hasMissedResend(deadline + TICK)).isTrue();
    }

    @Test
    void missedResendThatALimitPutsOff_isStillMissed() {
        sent(1, 20 * TICK);
        probe.resendReached(deadline);
        probe.planned(deadline + 20 * TICK, TICK);
        probe.heldBack();

        assertThat(hasMissedResend(deadline)).isTrue();
    }

    @Test
    void resendThatTheLoopReachedInTimeAndDidNotSend_isMissed() {
        sent(1, 20 * TICK);
        probe.resendReached(deadline - 1);

        assertThat(hasMissedResend(deadline)).isTrue();
    }

    @Test
    void resendThatTheLimitOfAllPacketsKeeps_isNotMissed() {
        sent(1, 20 * TICK);
        probe.resendReached(deadline - 1);

        assertThat(probe.hasMissedResend(deadline, true)).isFalse();
    }

    @Test
    void resendThatTheLoopNeverReached_isMissedWhateverTheLimitKeeps() {
        sent(1, 20 * TICK);

        assertThat(probe.hasMissedResend(deadline, true)).isTrue();
    }

    @Test
    void resendThatLeftInTime_isNotMissed() {
        sent(1, 20 * TICK);
        probe.resendReached(deadline - 10 * TICK);
        probe.resent(deadline - 1);
        probe.sent++;

        assertThat(hasMissedResend(deadline)).isFalse();
    }

    @Test
    void resendThatLeftAfterTheDeadline_isMissed() {
        sent(1, 20 * TICK);
        probe.resendReached(deadline - 10 * TICK);
        probe.resent(deadline);
        probe.sent++;

        assertThat(hasMissedResend(deadline)).isTrue();
    }

    @Test
    void resendThatTheLimitOfItsHostKeeps_isNotMissed() {
        sent(1, 20 * TICK);
        probe.resendReached(deadline - 10 * TICK);
        probe.heldBack();

        assertThat(hasMissedResend(deadline)).isFalse();
    }

    @Test
    void resendThatALimitPutsOffUntilTheDeadline_isNotMissed() {
        sent(1, 20 * TICK);
        probe.resendReached(deadline - 10 * TICK);
        probe.planned(deadline - 2 * TICK, TICK);

        assertThat(hasMissedResend(deadline)).isFalse();
    }

    @Test
    void resendThatALimitReleasedInTime_isMissed() {
        sent(1, 20 * TICK);
        probe.resendReached(deadline - 10 * TICK);
        probe.heldBack();
        probe.released(deadline - 3 * TICK, TICK);

        assertThat(hasMissedResend(deadline)).isTrue();
    }

    @Test
    void resendThatALimitReleasedTooLate_isNotMissed() {
        sent(1, 20 * TICK);
        probe.resendReached(deadline - 10 * TICK);
        probe.heldBack();
        probe.released(deadline - 2 * TICK, TICK);

        assertThat(hasMissedResend(deadline)).isFalse();
    }

    @Test
    void resendThatTheKernelRefused_isMissed() {
        sent(1, 20 * TICK);
        probe.resendReached(deadline - 10 * TICK);
        SystemCallException refusal = new SystemCallException("sendmmsg(2)", Errno.EPERM.number);
        probe.resendRefused(refusal);

        assertThat(hasMissedResend(deadline)).isTrue();
        assertThat(probe.refusal()).isSameAs(refusal);
    }

    @Test
    void thirdPacketThatTheKernelRefused_isNotMissed() {
        sent(2, 20 * TICK);
        probe.resendRefused(new SystemCallException("sendmmsg(2)", Errno.EPERM.number));

        assertThat(hasMissedResend(deadline)).isFalse();
        assertThat(probe.refusal()).isNull();
    }

    @Test
    void resendThatIsNotDueYet_isNotMissed() {
        sent(1, 20 * TICK);

        assertThat(hasMissedResend(probe.dueAt - 1)).isFalse();
    }

    @Test
    void resendThatTheWheelMayGiveOutAfterTheDeadline_isNotMissed() {
        sent(1, 2 * TICK);

        assertThat(hasMissedResend(deadline)).isFalse();
    }

    @Test
    void thirdPacket_isNotMissed() {
        sent(2, 20 * TICK);

        assertThat(hasMissedResend(deadline)).isFalse();
    }

    @Test
    void probeWithoutResend_missesNone() {
        probe.sent = 1;

        assertThat(hasMissedResend(deadline)).isFalse();
    }
}
