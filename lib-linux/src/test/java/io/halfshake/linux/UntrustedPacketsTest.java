package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers and ICMP errors from anybody: whatever they hold, nothing is thrown and no wrong proof is believed. */
class UntrustedPacketsTest {
    private static final int AT = 8;
    private static final int ROOM = 192;
    private static final int FUZZED = 1_000_000;
    private static final int IPV4_HEADER = 20;
    private static final int ECHO_HEADER = 8;
    private static final int LOCAL_ID = 40_000;
    private static final int PORT = 443;

    private final FaultyCalls calls = new FaultyCalls();
    private final SplittableRandom random = new SplittableRandom(9);
    private final ParsedReply answer = new ParsedReply();
    private final ByteBuffer packet = ByteBuffer.allocate(AT + ROOM + AT);
    private final byte[] sound = new byte[packet.capacity()];
    private final byte[] noise = new byte[packet.capacity()];

    @AfterEach
    void close() {
        assertThat(calls.openDescriptors()).isZero();
    }

    private static Transmission transmission(int family, int port, int localId, long secret) {
        try {
            InetAddress address = InetAddress.getByName(family == LibC.AF_INET ? "127.0.0.1" : "::1");
            Transmission transmission = new Transmission(UnusedProbe.asPackets(new InetSocketAddress(address, port)));
            transmission.name(port, localId);
            transmission.secret = secret;
            return transmission;
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One of the sound packet with a few octets changed, or mere noise; perhaps cut off. Returns the length. */
    private int disturb(int length, int round) {
        if (round % 2 == 0) {
            random.nextBytes(noise);
            packet.put(0, noise);
        } else {
            packet.put(0, sound);
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                packet.put(AT + random.nextInt(length), (byte) random.nextInt());
            }
        }
        return random.nextInt(4) == 0 ? random.nextInt(ROOM) : length;
    }

    private boolean isUnchanged(int from, int to) {
        for (int i = AT + from; i < AT + to; i++) {
            if (packet.get(i) != sound[i]) {
                return false;
            }
        }
        return true;
    }

    private void keepSound() {
        packet.get(0, sound);
    }

    @ParameterizedTest
    @ValueSource(ints = {LibC.AF_INET, LibC.AF_INET6})
    void quotedSyn_isBelievedOnlyWithItsPortsAndSequence(int family) {
        ReservedPorts ports = new ReservedPorts(calls, new ReservedPorts.Range(32_768, 60_999), 1);
        SynFormat format = new SynFormat(calls, SocketOptions.NONE, 1 << 16, ports);
        try {
            int header = family == LibC.AF_INET ? IPV4_HEADER : 0;
            long secret = 0xcafebabeL;
            random.nextBytes(noise);
            packet.put(0, noise);
            Segments.writeSyn(packet, AT + header, LOCAL_ID, PORT, (int) secret);
            keepSound();
            int believed = 0;
            for (int round = 0; round < FUZZED; round++) {
                int length = disturb(header + Segments.SYN_LENGTH, round);
                answer.clear();
                boolean read = format.readQuoted(family, packet, AT, length, answer);
                assertThat(read && length < header + Long.BYTES).isFalse();
                if (read && answer.localId == LOCAL_ID && answer.port == PORT && answer.proof == (int) secret) {
                    believed++;
                    assertThat(isUnchanged(header, header + Long.BYTES)).isTrue();
                }
                assertThat(answer.isUnproven).isFalse();
            }
            assertThat(believed).isPositive();
        } finally {
            assertThat(format.releaseSome(Integer.MAX_VALUE)).isTrue();
        }
    }

    private EchoFormat echoFormat(int family, boolean raw) {
        EchoFormat format = new EchoFormat(calls, SocketOptions.NONE, 1 << 16);
        if (raw) {
            calls.fail("datagram socket", Errno.EACCES, 1);
            calls.close(format.open(family));
        }
        assertThat(format.isRaw(family)).isEqualTo(raw);
        return format;
    }

    @ParameterizedTest
    @CsvSource({LibC.AF_INET + ", false", LibC.AF_INET + ", true", LibC.AF_INET6 + ", false", LibC.AF_INET6 + ", true"})
    @Requires(Need.RAW_SOCKETS)
    void echoReply_isBelievedOnlyWithItsSecret(int family, boolean raw) {
        EchoFormat format = echoFormat(family, raw);
        Transmission transmission = transmission(family, 0, LOCAL_ID, 0x0123456789abcdefL);
        int header = raw && family == LibC.AF_INET ? IPV4_HEADER : 0;
        int length = header + format.write(transmission, packet, AT + header);
        packet.put(AT + header, (byte) (family == LibC.AF_INET ? 0 : 129));
        if (header > 0) {
            packet.put(AT, (byte) 0x45);
        }
        keepSound();
        assertThat(format.read(family, packet, AT, length, answer)).isTrue();
        int believed = 0;
        for (int round = 0; round < FUZZED; round++) {
            int disturbed = disturb(length, round);
            answer.clear();
            boolean read = format.read(family, packet, AT, disturbed, answer);
            assertThat(read && disturbed < length).isFalse();
            assertThat(answer.isUnproven).isFalse();
            if (read && answer.localId == LOCAL_ID && answer.proof == transmission.secret) {
                believed++;
                assertThat(isUnchanged(header + ECHO_HEADER, length)).isTrue();
                assertThat(isUnchanged(header, header + 2)).isTrue();
                assertThat(isUnchanged(header + (raw ? 4 : 6), header + ECHO_HEADER))
                        .isTrue();
            }
        }
        assertThat(believed).isPositive();
    }

    @ParameterizedTest
    @CsvSource({LibC.AF_INET + ", false", LibC.AF_INET + ", true", LibC.AF_INET6 + ", false", LibC.AF_INET6 + ", true"})
    @Requires(Need.RAW_SOCKETS)
    void quotedEchoRequest_needsItsSecretUnlessTheQuoteIsShort(int family, boolean raw) {
        EchoFormat format = echoFormat(family, raw);
        Transmission transmission = transmission(family, 0, LOCAL_ID, 0x0123456789abcdefL);
        int length = format.write(transmission, packet, AT);
        keepSound();
        assertThat(format.readQuoted(family, packet, AT, length, answer)).isTrue();
        int believed = 0;
        for (int round = 0; round < FUZZED; round++) {
            int disturbed = disturb(length, round);
            answer.clear();
            boolean read = format.readQuoted(family, packet, AT, disturbed, answer);
            assertThat(read && disturbed < ECHO_HEADER).isFalse();
            boolean unproven = read && answer.isUnproven;
            assertThat(unproven && disturbed >= length).isFalse();
            if (read && answer.localId == LOCAL_ID && (unproven || answer.proof == transmission.secret)) {
                believed++;
                assertThat(isUnchanged(0, 2)).isTrue();
                assertThat(isUnchanged(raw ? 4 : 6, ECHO_HEADER)).isTrue();
                assertThat(unproven || isUnchanged(ECHO_HEADER, length)).isTrue();
            }
        }
        assertThat(believed).isPositive();
    }
}
