package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.DownReason;
import io.halfshake.Handshake;
import io.halfshake.UnknownReason;
import io.halfshake.spi.Outcome;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a socket says is read from struct tcp_info and SO_ERROR, which are made up here. */
class HalfOpenReaderTest {
    /** linux/include/net/tcp_states.h: TCP_CLOSE. */
    private static final int CLOSE = 7;

    private static final int RETRANSMITS = 2;
    private static final int LAST_ACK_RECEIVED = 56;
    private static final int ROUND_TRIP = 68;
    private static final int BYTES_ACKED = 120;
    private static final int BYTES_RECEIVED = 128;
    private static final int SEGMENTS_OUT = 136;
    private static final int SEGMENTS_IN = 140;

    private final SystemCalls calls = (SystemCalls)
            Proxy.newProxyInstance(SystemCalls.class.getClassLoader(), new Class<?>[] {SystemCalls.class}, this::call);
    private final NativeMemory info = new NativeMemory(TcpInfo.LENGTH);
    private final HalfOpenReader reader = new HalfOpenReader(calls, null, new LocalAddresses(null));
    private final HalfOpenLoop loop;
    private final HalfOpenSocket socket;
    private HalfOpenProbe probe;
    private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);

    private int error;
    private int errorsRead;
    private int failingOption;

    /** The state from the first look at the error on. */
    private @Nullable Integer laterState;

    /** The error that the second look finds. */
    private int laterError;

    HalfOpenReaderTest() {
        SocketFactory factory = new SocketFactory(calls, SocketOptions.NONE, SocketFactory.Mode.REUSED);
        loop = new HalfOpenLoop(OnLoop.unused(), calls, factory, 1);
        socket = new HalfOpenSocket(loop, 1, LibC.AF_INET);
        probe = probeOf(InetAddress.getLoopbackAddress());
        info.bytes.putInt(SEGMENTS_OUT, 1);
    }

    private HalfOpenProbe probeOf(InetAddress ip) {
        HalfOpenProbe asked = new HalfOpenProbe(new UnusedProbe(ip), loop);
        asked.sentAt = System.nanoTime();
        asked.sentBy = asked.sentAt;
        asked.syns = 1;
        return asked;
    }

    private static InetAddress farAway() {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object call(Object unused, Method method, Object @Nullable [] arguments) {
        if (arguments != null && method.getName().equals("getOption")) {
            if (arguments[2].equals(failingOption)) {
                return -Errno.ENOMEM.number;
            }
            NativeMemory into = (NativeMemory) arguments[3];
            if (arguments[1].equals(LibC.IPPROTO_TCP)) {
                into.bytes.put(0, info.bytes, 0, TcpInfo.LENGTH);
            } else {
                into.bytes.putInt(0, error);
                error = laterError;
                laterError = 0;
                errorsRead++;
                if (laterState != null) {
                    info.bytes.put(0, laterState.byteValue());
                }
            }
            return arguments[4];
        }
        if (method.getName().equals("socket") && arguments != null && arguments[0].equals(LibC.AF_NETLINK)) {
            return -Errno.EPERM.number;
        }
        return 0;
    }

    private @Nullable Outcome read(int state) {
        info.bytes.put(0, (byte) state);
        return reader.read(socket, probe);
    }

    private static Handshake handshake(@Nullable Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        return ((Outcome.Answered) outcome).evidence().handshake();
    }

    private void assertRefused(@Nullable Outcome outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Denied.class,
                        denied -> assertThat(denied.reason()).isEqualTo(DownReason.REFUSED));
        assertThat(reader.isDoubtful()).isFalse();
    }

    private void assertDoubtful(@Nullable Outcome outcome) {
        assertThat(reader.isDoubtful()).isTrue();
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(UnknownReason.LOCAL_FAILURE);
            assertThat(failed.cause()).hasMessage("socket: received a SYN (expected a SYN-ACK)");
        });
    }

    @Test
    void errorOfAnEarlierConnection_isDoubtful() {
        socket.mayHoldOldError = true;
        error = Errno.ECONNREFUSED.number;

        assertThat(read(TcpInfo.SYN_SENT)).isNull();
        assertThat(reader.isDoubtful()).isTrue();
    }

    /** Its answer may be on its way, and a second SYN's would come too late. */
    @Test
    void oldErrorWithLittleTimeLeft_keepsWaitingForTheFirstSyn() {
        socket.mayHoldOldError = true;
        error = Errno.ECONNREFUSED.number;
        probe.sentAt -= HOUR_NANOS;

        assertThat(read(TcpInfo.SYN_SENT)).isNull();
        assertThat(reader.isDoubtful()).isFalse();
    }

    @Test
    void errorOnANewSocket_isBelieved() {
        error = Errno.ECONNREFUSED.number;

        assertRefused(read(TcpInfo.SYN_SENT));
    }

    @Test
    void errorAfterAFirstRead_isBelieved() {
        socket.mayHoldOldError = true;
        assertThat(read(TcpInfo.SYN_SENT)).isNull();
        assertThat(reader.isDoubtful()).isFalse();

        info.bytes.put(RETRANSMITS, (byte) 1);
        error = Errno.ENOPROTOOPT.number;

        assertThat(read(TcpInfo.SYN_SENT)).isInstanceOf(Outcome.Denied.class);
        assertThat(reader.isDoubtful()).isFalse();
    }

    @Test
    void waitingSocket_hasItsErrorReadOnce() {
        assertThat(read(TcpInfo.SYN_SENT)).isNull();
        assertThat(read(TcpInfo.SYN_SENT)).isNull();

        assertThat(errorsRead).isEqualTo(1);
    }

    /** Between the look at the state and the one at the error. */
    @Test
    void refusalWhileTheSocketIsRead_isBelieved() {
        socket.mayHoldOldError = true;
        probe.sentAt -= HOUR_NANOS;
        error = Errno.ECONNREFUSED.number;
        laterState = CLOSE;

        assertRefused(read(TcpInfo.SYN_SENT));
    }

    /** One of them may be of an earlier connection, and either may be the one that is read first. */
    @Test
    void twoErrorsOfASocketThatClosesMeanwhile_areDoubtful() {
        socket.mayHoldOldError = true;
        error = Errno.ECONNREFUSED.number;
        laterError = Errno.EHOSTUNREACH.number;
        laterState = CLOSE;

        assertFailed(
                read(TcpInfo.SYN_SENT), "socket: closed with the errors ECONNREFUSED and EHOSTUNREACH (expected one)");
        assertThat(reader.isDoubtful()).isTrue();
    }

    @Test
    void answerWhileAnOldErrorIsRead_isBelieved() {
        socket.mayHoldOldError = true;
        error = Errno.ECONNREFUSED.number;
        laterState = TcpInfo.ESTABLISHED;

        assertThat(read(TcpInfo.SYN_SENT)).isInstanceOf(Outcome.Answered.class);
        assertThat(reader.isDoubtful()).isFalse();
    }

    @Test
    void endOfResendingWhileTheSocketIsRead_isDoubtfulIfItMayBeOld() {
        socket.mayHoldOldError = true;
        info.bytes.put(RETRANSMITS, (byte) 6);
        error = Errno.ECONNREFUSED.number;
        laterState = CLOSE;

        assertThat(read(TcpInfo.SYN_SENT)).isNull();
        assertThat(reader.isDoubtful()).isTrue();
    }

    /** A kernel that stops resending reports the error that it noted last, which may be an earlier connection's. */
    @Test
    void errorAfterTheLastResend_isDoubtfulIfItMayBeOld() {
        socket.mayHoldOldError = true;
        info.bytes.put(RETRANSMITS, (byte) 6);
        error = Errno.ECONNREFUSED.number;

        assertThat(read(CLOSE)).isNull();
        assertThat(reader.isDoubtful()).isTrue();
    }

    @Test
    void refusalThatClosedTheSocket_isBelieved() {
        socket.mayHoldOldError = true;
        error = Errno.ECONNREFUSED.number;

        assertRefused(read(CLOSE));
    }

    /** Else silence on another socket would be a verdict. */
    @Test
    void failedRead_countsTheSynsSent() {
        failingOption = LibC.TCP_INFO;
        assertFailed(read(CLOSE), "getsockopt(TCP_INFO) failed: ENOMEM (12)");

        failingOption = LibC.SO_ERROR;
        assertFailed(read(CLOSE), "getsockopt(SO_ERROR) failed: ENOMEM (12)");

        failingOption = 0;
        assertFailed(read(CLOSE), "socket: closed without an error");
    }

    private static void assertFailed(@Nullable Outcome outcome, String cause) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.cause()).hasMessage(cause);
            assertThat(failed.evidence().syns()).isEqualTo(1);
        });
    }

    @Test
    void receivedSyn_isNoAnswer() {
        assertDoubtful(read(TcpInfo.SYN_RECV));
    }

    @Test
    void reset_isAnAnswerOnlyAfterASynAck() {
        error = Errno.ECONNRESET.number;
        assertDoubtful(read(CLOSE));

        error = Errno.ECONNRESET.number;
        info.bytes.putLong(BYTES_ACKED, 1);
        assertThat(read(CLOSE)).isInstanceOf(Outcome.Answered.class);
    }

    /** The server accepted, closed, and then reset. */
    @Test
    void resetAfterAFin_isAnAnswer() {
        probe = probeOf(farAway());
        readLate();
        segments(3, 3);
        info.bytes.putLong(BYTES_ACKED, 1).putLong(BYTES_RECEIVED, 1);
        error = Errno.EPIPE.number;

        Outcome outcome = Objects.requireNonNull(read(CLOSE));

        assertThat(handshake(outcome)).isEqualTo(Handshake.FULL);
        assertThat(outcome.evidence().errno()).isEqualTo("EPIPE");
    }

    @Test
    void simultaneousOpen_isNoAnswer() {
        segments(2, 2);

        assertDoubtful(read(TcpInfo.ESTABLISHED));
    }

    /** The other socket may reset, close or speak before this one is read. */
    @Test
    void simultaneousOpenWithLaterSegments_isNoAnswer() {
        // Early, however long this test takes.
        probe.sentAt += HOUR_NANOS;
        segments(3, 4);
        error = Errno.ECONNRESET.number;
        info.bytes.putLong(BYTES_ACKED, 1);
        assertDoubtful(read(CLOSE));

        info.bytes.putLong(BYTES_RECEIVED, 1);
        assertDoubtful(read(TcpInfo.CLOSE_WAIT));

        info.bytes.putLong(BYTES_RECEIVED, 20);
        assertDoubtful(read(TcpInfo.ESTABLISHED));
    }

    @Test
    void simultaneousOpenReadLate_isNoAnswer() {
        readLate();
        segments(3, 3);
        error = Errno.ECONNRESET.number;
        info.bytes.putLong(BYTES_ACKED, 1);
        assertDoubtful(read(CLOSE));

        info.bytes.putLong(BYTES_RECEIVED, 1);
        assertDoubtful(read(TcpInfo.CLOSE_WAIT));

        segments(2, 2);
        info.bytes.putLong(BYTES_RECEIVED, 0);
        assertDoubtful(read(TcpInfo.ESTABLISHED));
    }

    /** The held ACK went out, and the listener has accepted: it may speak or hang up. */
    @Test
    void localListenerReadLate_isAnAnswerWithAFullHandshake() {
        readLate();
        segments(2, 1);
        assertThat(handshake(read(TcpInfo.ESTABLISHED))).isEqualTo(Handshake.FULL);

        segments(3, 3);
        info.bytes.putLong(BYTES_RECEIVED, 20);
        assertThat(handshake(read(TcpInfo.ESTABLISHED))).isEqualTo(Handshake.FULL);
        assertThat(handshake(read(TcpInfo.CLOSE_WAIT))).isEqualTo(Handshake.FULL);
        error = Errno.ECONNRESET.number;
        info.bytes.putLong(BYTES_ACKED, 1);
        assertThat(handshake(read(CLOSE))).isEqualTo(Handshake.FULL);

        segments(2, 2);
        info.bytes.putLong(BYTES_RECEIVED, 1);
        assertThat(handshake(read(TcpInfo.CLOSE_WAIT))).isEqualTo(Handshake.FULL);
        error = Errno.ECONNRESET.number;
        info.bytes.putLong(BYTES_RECEIVED, 0);
        assertThat(handshake(read(CLOSE))).isEqualTo(Handshake.FULL);
    }

    private void segments(int out, int in) {
        info.bytes.putInt(SEGMENTS_OUT, out).putInt(SEGMENTS_IN, in);
    }

    /** A pause between the reading and the reset, on any machine: its last millisecond is spent here. */
    @Test
    void unbelievedAnswerResetLate_isAFullHandshake() {
        info.bytes.putInt(LAST_ACK_RECEIVED, 189);
        Outcome answered = Objects.requireNonNull(read(TcpInfo.ESTABLISHED));
        assertThat(answered.evidence().handshake()).isEqualTo(Handshake.HALF);
        Outcome unbelieved =
                new Outcome.Failed(UnknownReason.LOCAL_FAILURE, new IllegalStateException(), answered.evidence());
        long start = System.nanoTime();
        while (System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(2)) {
            Thread.onSpinWait();
        }

        assertThat(reader.afterReset(probe, unbelieved).evidence().handshake()).isEqualTo(Handshake.FULL);
        assertThat(reader.completedHandshakes()).isEqualTo(1);
    }

    /** The reader still knows how long the answer waited that it read before, on another socket. */
    @Test
    void failureWithoutAnAnswer_completesNoHandshake() {
        info.bytes.putInt(LAST_ACK_RECEIVED, 500);
        assertThat(handshake(read(TcpInfo.ESTABLISHED))).isEqualTo(Handshake.FULL);
        Outcome failed = reader.atOnce(1, new SystemCallException("connect", Errno.ENOMEM.number));

        assertThat(reader.afterReset(probe, failed).evidence().handshake()).isEqualTo(Handshake.HALF);
        assertThat(reader.completedHandshakes()).isEqualTo(1);
    }

    /** The kernel's clock ticks in milliseconds for a SYN that it has sent again. */
    @Test
    void roundTripThatTheKernelRoundedUp_isNoLongerThanTheCheck() {
        info.bytes.putInt(ROUND_TRIP, Integer.MAX_VALUE);
        long before = probe.sentAt;

        Outcome.Answered answered = (Outcome.Answered) Objects.requireNonNull(read(TcpInfo.ESTABLISHED));

        assertThat(answered.roundTripNanos()).isBetween(0L, System.nanoTime() - before);
    }

    private void readLate() {
        probe.sentAt -= TimeUnit.MILLISECONDS.toNanos(300);
    }

    @Test
    void twoSegmentsOfARemoteHost_areAnAnswer() {
        probe = probeOf(farAway());
        segments(2, 2);

        assertThat(handshake(read(TcpInfo.ESTABLISHED))).isEqualTo(Handshake.FULL);
    }

    /** An acknowledgment that follows the SYN-ACK makes the kernel's figure begin anew. */
    @Test
    void ageOfAnAnswer_ignoresTheSegmentAfterIt() {
        probe.sentBy = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(197);
        info.bytes.putInt(ROUND_TRIP, 2_000).putInt(LAST_ACK_RECEIVED, 5);

        assertThat(handshake(read(TcpInfo.ESTABLISHED))).isEqualTo(Handshake.FULL);
    }
}
