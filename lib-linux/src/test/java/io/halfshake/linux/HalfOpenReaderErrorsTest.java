package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.DownReason;
import io.halfshake.spi.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which errors of a socket are believed: one may be of an earlier connection, since sockets are reused. */
class HalfOpenReaderErrorsTest {
    private final FakeTcpInfo tcp = new FakeTcpInfo();

    private void assertRefused(@Nullable Outcome outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Denied.class,
                        denied -> assertThat(denied.reason()).isEqualTo(DownReason.REFUSED));
        assertThat(tcp.reader.isDoubtful()).isFalse();
    }

    @Test
    void errorOfAnEarlierConnection_isDoubtful() {
        tcp.socket.mayHoldOldError = true;
        tcp.error = Errno.ECONNREFUSED.number;

        assertThat(tcp.read(TcpInfo.SYN_SENT)).isNull();
        assertThat(tcp.reader.isDoubtful()).isTrue();
    }

    /** Its answer may be on its way, and a second SYN's would come too late. */
    @Test
    void oldErrorWithLittleTimeLeft_keepsWaitingForTheFirstSyn() {
        tcp.socket.mayHoldOldError = true;
        tcp.error = Errno.ECONNREFUSED.number;
        tcp.probe.sentAt -= FakeTcpInfo.HOUR_NANOS;

        assertThat(tcp.read(TcpInfo.SYN_SENT)).isNull();
        assertThat(tcp.reader.isDoubtful()).isFalse();
    }

    @Test
    void errorOnANewSocket_isBelieved() {
        tcp.error = Errno.ECONNREFUSED.number;

        assertRefused(tcp.read(TcpInfo.SYN_SENT));
    }

    @Test
    void errorAfterAFirstRead_isBelieved() {
        tcp.socket.mayHoldOldError = true;
        assertThat(tcp.read(TcpInfo.SYN_SENT)).isNull();
        assertThat(tcp.reader.isDoubtful()).isFalse();

        tcp.info.bytes.put(FakeTcpInfo.RETRANSMITS, (byte) 1);
        tcp.error = Errno.ENOPROTOOPT.number;

        assertThat(tcp.read(TcpInfo.SYN_SENT)).isInstanceOf(Outcome.Denied.class);
        assertThat(tcp.reader.isDoubtful()).isFalse();
    }

    @Test
    void waitingSocket_hasItsErrorReadOnce() {
        assertThat(tcp.read(TcpInfo.SYN_SENT)).isNull();
        assertThat(tcp.read(TcpInfo.SYN_SENT)).isNull();

        assertThat(tcp.errorsRead).isEqualTo(1);
    }

    /** Between the look at the state and the one at the error. */
    @Test
    void refusalWhileTheSocketIsRead_isBelieved() {
        tcp.socket.mayHoldOldError = true;
        tcp.probe.sentAt -= FakeTcpInfo.HOUR_NANOS;
        tcp.error = Errno.ECONNREFUSED.number;
        tcp.laterState = FakeTcpInfo.CLOSE;

        assertRefused(tcp.read(TcpInfo.SYN_SENT));
    }

    /** One of them may be of an earlier connection, and either may be the one that is read first. */
    @Test
    void twoErrorsOfASocketThatClosesMeanwhile_areDoubtful() {
        tcp.socket.mayHoldOldError = true;
        tcp.error = Errno.ECONNREFUSED.number;
        tcp.laterError = Errno.EHOSTUNREACH.number;
        tcp.laterState = FakeTcpInfo.CLOSE;

        assertFailed(
                tcp.read(TcpInfo.SYN_SENT),
                "socket: closed with the errors ECONNREFUSED and EHOSTUNREACH (expected one)");
        assertThat(tcp.reader.isDoubtful()).isTrue();
    }

    @Test
    void answerWhileAnOldErrorIsRead_isBelieved() {
        tcp.socket.mayHoldOldError = true;
        tcp.error = Errno.ECONNREFUSED.number;
        tcp.laterState = TcpInfo.ESTABLISHED;

        assertThat(tcp.read(TcpInfo.SYN_SENT)).isInstanceOf(Outcome.Answered.class);
        assertThat(tcp.reader.isDoubtful()).isFalse();
    }

    @Test
    void endOfResendingWhileTheSocketIsRead_isDoubtfulIfItMayBeOld() {
        tcp.socket.mayHoldOldError = true;
        tcp.info.bytes.put(FakeTcpInfo.RETRANSMITS, (byte) 6);
        tcp.error = Errno.ECONNREFUSED.number;
        tcp.laterState = FakeTcpInfo.CLOSE;

        assertThat(tcp.read(TcpInfo.SYN_SENT)).isNull();
        assertThat(tcp.reader.isDoubtful()).isTrue();
    }

    /** A kernel that stops resending reports the error that it noted last, which may be an earlier connection's. */
    @Test
    void errorAfterTheLastResend_isDoubtfulIfItMayBeOld() {
        tcp.socket.mayHoldOldError = true;
        tcp.info.bytes.put(FakeTcpInfo.RETRANSMITS, (byte) 6);
        tcp.error = Errno.ECONNREFUSED.number;

        assertThat(tcp.read(FakeTcpInfo.CLOSE)).isNull();
        assertThat(tcp.reader.isDoubtful()).isTrue();
    }

    @Test
    void refusalThatClosedTheSocket_isBelieved() {
        tcp.socket.mayHoldOldError = true;
        tcp.error = Errno.ECONNREFUSED.number;

        assertRefused(tcp.read(FakeTcpInfo.CLOSE));
    }

    /** Else silence on another socket would be a verdict. */
    @Test
    void failedRead_countsTheSynsSent() {
        tcp.failingOption = LibC.TCP_INFO;
        assertFailed(tcp.read(FakeTcpInfo.CLOSE), "getsockopt(TCP_INFO) failed: ENOMEM (12)");

        tcp.failingOption = LibC.SO_ERROR;
        assertFailed(tcp.read(FakeTcpInfo.CLOSE), "getsockopt(SO_ERROR) failed: ENOMEM (12)");

        tcp.failingOption = 0;
        assertFailed(tcp.read(FakeTcpInfo.CLOSE), "socket: closed without an error");
    }

    private static void assertFailed(@Nullable Outcome outcome, String cause) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.cause()).hasMessage(cause);
            assertThat(failed.evidence().syns()).isEqualTo(1);
        });
    }
}
