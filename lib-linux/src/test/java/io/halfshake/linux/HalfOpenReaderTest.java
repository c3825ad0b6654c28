package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Handshake;
import io.halfshake.UnknownReason;
import io.halfshake.spi.Outcome;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which states of a socket are an answer, and with which handshake. */
class HalfOpenReaderTest {
    private final FakeTcpInfo tcp = new FakeTcpInfo();

    private static Handshake handshake(@Nullable Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        return ((Outcome.Answered) outcome).evidence().handshake();
    }

    private void assertDoubtful(@Nullable Outcome outcome) {
        assertThat(tcp.reader.isDoubtful()).isTrue();
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(UnknownReason.LOCAL_FAILURE);
            assertThat(failed.cause()).hasMessage("socket: received a SYN (expected a SYN-ACK)");
        });
    }

    @Test
    void receivedSyn_isNoAnswer() {
        assertDoubtful(tcp.read(TcpInfo.SYN_RECV));
    }

    @Test
    void reset_isAnAnswerOnlyAfterASynAck() {
        tcp.error = Errno.ECONNRESET.number;
        assertDoubtful(tcp.read(FakeTcpInfo.CLOSE));

        tcp.error = Errno.ECONNRESET.number;
        tcp.info.bytes.putLong(FakeTcpInfo.BYTES_ACKED, 1);
        assertThat(tcp.read(FakeTcpInfo.CLOSE)).isInstanceOf(Outcome.Answered.class);
    }

    /** The server accepted, closed, and then reset. */
    @Test
    void resetAfterAFin_isAnAnswer() {
        tcp.connectsFarAway();
        tcp.isReadLate();
        tcp.segments(3, 3);
        tcp.info.bytes.putLong(FakeTcpInfo.BYTES_ACKED, 1).putLong(FakeTcpInfo.BYTES_RECEIVED, 1);
        tcp.error = Errno.EPIPE.number;

        Outcome outcome = Objects.requireNonNull(tcp.read(FakeTcpInfo.CLOSE));

        assertThat(handshake(outcome)).isEqualTo(Handshake.FULL);
        assertThat(outcome.evidence().errno()).isEqualTo("EPIPE");
    }

    @Test
    void simultaneousOpen_isNoAnswer() {
        tcp.segments(2, 2);

        assertDoubtful(tcp.read(TcpInfo.ESTABLISHED));
    }

    /** The other socket may reset, close or speak before this one is read. */
    @Test
    void simultaneousOpenWithLaterSegments_isNoAnswer() {
        // Early, however long this test takes.
        tcp.probe.sentAt += FakeTcpInfo.HOUR_NANOS;
        tcp.segments(3, 4);
        tcp.error = Errno.ECONNRESET.number;
        tcp.info.bytes.putLong(FakeTcpInfo.BYTES_ACKED, 1);
        assertDoubtful(tcp.read(FakeTcpInfo.CLOSE));

        tcp.info.bytes.putLong(FakeTcpInfo.BYTES_RECEIVED, 1);
        assertDoubtful(tcp.read(TcpInfo.CLOSE_WAIT));

        tcp.info.bytes.putLong(FakeTcpInfo.BYTES_RECEIVED, 20);
        assertDoubtful(tcp.read(TcpInfo.ESTABLISHED));
    }

    @Test
    void simultaneousOpenReadLate_isNoAnswer() {
        tcp.isReadLate();
        tcp.segments(3, 3);
        tcp.error = Errno.ECONNRESET.number;
        tcp.info.bytes.putLong(FakeTcpInfo.BYTES_ACKED, 1);
        assertDoubtful(tcp.read(FakeTcpInfo.CLOSE));

        tcp.info.bytes.putLong(FakeTcpInfo.BYTES_RECEIVED, 1);
        assertDoubtful(tcp.read(TcpInfo.CLOSE_WAIT));

        tcp.segments(2, 2);
        tcp.info.bytes.putLong(FakeTcpInfo.BYTES_RECEIVED, 0);
        assertDoubtful(tcp.read(TcpInfo.ESTABLISHED));
    }

    /** The held ACK went out, and the listener has accepted: it may speak or hang up. */
    @Test
    void localListenerReadLate_isAnAnswerWithAFullHandshake() {
        tcp.isReadLate();
        tcp.segments(2, 1);
        assertThat(handshake(tcp.read(TcpInfo.ESTABLISHED))).isEqualTo(Handshake.FULL);

        tcp.segments(3, 3);
        tcp.info.bytes.putLong(FakeTcpInfo.BYTES_RECEIVED, 20);
        assertThat(handshake(tcp.read(TcpInfo.ESTABLISHED))).isEqualTo(Handshake.FULL);
        assertThat(handshake(tcp.read(TcpInfo.CLOSE_WAIT))).isEqualTo(Handshake.FULL);
        tcp.error = Errno.ECONNRESET.number;
        tcp.info.bytes.putLong(FakeTcpInfo.BYTES_ACKED, 1);
        assertThat(handshake(tcp.read(FakeTcpInfo.CLOSE))).isEqualTo(Handshake.FULL);

        tcp.segments(2, 2);
        tcp.info.bytes.putLong(FakeTcpInfo.BYTES_RECEIVED, 1);
        assertThat(handshake(tcp.read(TcpInfo.CLOSE_WAIT))).isEqualTo(Handshake.FULL);
        tcp.error = Errno.ECONNRESET.number;
        tcp.info.bytes.putLong(FakeTcpInfo.BYTES_RECEIVED, 0);
        assertThat(handshake(tcp.read(FakeTcpInfo.CLOSE))).isEqualTo(Handshake.FULL);
    }

    /** A pause between the reading and the reset, on any machine: its last millisecond is spent here. */
    @Test
    void unbelievedAnswerResetLate_isAFullHandshake() {
        tcp.info.bytes.putInt(FakeTcpInfo.LAST_ACK_RECEIVED, 189);
        Outcome answered = Objects.requireNonNull(tcp.read(TcpInfo.ESTABLISHED));
        assertThat(answered.evidence().handshake()).isEqualTo(Handshake.HALF);
        Outcome unbelieved =
                new Outcome.Failed(UnknownReason.LOCAL_FAILURE, new IllegalStateException(), answered.evidence());
        long start = System.nanoTime();
        while (System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(2)) {
            Thread.onSpinWait();
        }

        assertThat(tcp.reader.afterReset(tcp.probe, unbelieved).evidence().handshake())
                .isEqualTo(Handshake.FULL);
        assertThat(tcp.reader.completedHandshakes()).isEqualTo(1);
    }

    /** The reader still knows how long the answer waited that it read before, on another socket. */
    @Test
    void failureWithoutAnAnswer_completesNoHandshake() {
        tcp.info.bytes.putInt(FakeTcpInfo.LAST_ACK_RECEIVED, 500);
        assertThat(handshake(tcp.read(TcpInfo.ESTABLISHED))).isEqualTo(Handshake.FULL);
        Outcome failed = tcp.reader.atOnce(1, new SystemCallException("connect", Errno.ENOMEM.number));

        assertThat(tcp.reader.afterReset(tcp.probe, failed).evidence().handshake())
                .isEqualTo(Handshake.HALF);
        assertThat(tcp.reader.completedHandshakes()).isEqualTo(1);
    }

    /** The thread was held up between its look at the clock and at the socket. */
    @Test
    void answerThatComesWhileTheSocketIsRead_hasItsWholeRoundTrip() {
        tcp.holdUp = () -> {
            long start = System.nanoTime();
            while (System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(20)) {
                Thread.onSpinWait();
            }
        };
        tcp.info.bytes.putInt(FakeTcpInfo.ROUND_TRIP, 19_000);
        tcp.probe.sentAt = System.nanoTime();

        Outcome.Answered answered = (Outcome.Answered) Objects.requireNonNull(tcp.read(TcpInfo.ESTABLISHED));

        assertThat(answered.roundTripNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(19));
    }

    /** The kernel's clock ticks in milliseconds for a SYN that it has sent again. */
    @Test
    void roundTripThatTheKernelRoundedUp_isNoLongerThanTheCheck() {
        tcp.info.bytes.putInt(FakeTcpInfo.ROUND_TRIP, Integer.MAX_VALUE);
        long before = tcp.probe.sentAt;

        Outcome.Answered answered = (Outcome.Answered) Objects.requireNonNull(tcp.read(TcpInfo.ESTABLISHED));

        assertThat(answered.roundTripNanos()).isBetween(0L, System.nanoTime() - before);
    }

    @Test
    void twoSegmentsOfARemoteHost_areAnAnswer() {
        tcp.connectsFarAway();
        tcp.segments(2, 2);

        assertThat(handshake(tcp.read(TcpInfo.ESTABLISHED))).isEqualTo(Handshake.FULL);
    }

    /** An acknowledgment that follows the SYN-ACK makes the kernel's figure begin anew. */
    @Test
    void ageOfAnAnswer_ignoresTheSegmentAfterIt() {
        tcp.probe.sentBy = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(197);
        tcp.info.bytes.putInt(FakeTcpInfo.ROUND_TRIP, 2_000).putInt(FakeTcpInfo.LAST_ACK_RECEIVED, 5);

        assertThat(handshake(tcp.read(TcpInfo.ESTABLISHED))).isEqualTo(Handshake.FULL);
    }
}
