package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentsTest {
    private static final int AT = 8;
    private static final int SOURCE = 0x0a4d0001;
    private static final int DESTINATION = 0xc0a84d01;
    private static final int FUZZED = 1_000_000;

    private final ByteBuffer packet = ByteBuffer.allocate(256);
    private final Segments.Answer answer = new Segments.Answer();

    /** A packet as a server sends it, from 10.77.0.1:443 to 192.168.77.1:40000. */
    private int write(int flags, int acknowledged) {
        int length = Segments.writeSynPacket(packet, AT, SOURCE, DESTINATION, 443, 40_000, 7, 64, 0);
        packet.putInt(AT + 28, acknowledged);
        packet.put(AT + 33, (byte) flags);
        checksum();
        return length;
    }

    private void checksum() {
        packet.putShort(AT + 36, (short) 0);
        packet.putShort(AT + 36, (short) ~Segments.fold(pseudoHeader() + Segments.sum(packet, AT + 20, 24)));
    }

    private static int pseudoHeader() {
        return 0x0a4d + 0x0001 + 0xc0a8 + 0x4d01 + 6 + 24;
    }

    private boolean read(int length) {
        return Segments.readPacket(packet, AT, length, answer);
    }

    /** Its checksum was reckoned apart from this code. */
    @Test
    void writeSynPacket_matchesTheExpectedOctets() {
        int length = Segments.writeSynPacket(packet, AT, DESTINATION, SOURCE, 40_000, 443, 0x01020304, 64, 0x10);
        byte[] octets = new byte[length];
        packet.get(AT, octets);

        assertThat(HexFormat.of().formatHex(octets))
                .isEqualTo("4510002c0000400040060000c0a84d010a4d0001" + "9c4001bb0102030400000000" + "6002faf0"
                        + "e33c0000" + "020405b4");
    }

    @Test
    void synAck_isAnAnswer() {
        assertThat(read(write(Segments.SYN | Segments.ACK, 99))).isTrue();
        assertThat(answer.isReset).isFalse();
        assertThat(answer.port).isEqualTo(443);
        assertThat(answer.localPort).isEqualTo(40_000);
        assertThat(answer.acknowledged).isEqualTo(99);
    }

    @Test
    void reset_isAnAnswerOnlyIfItAcknowledges() {
        assertThat(read(write(Segments.RST | Segments.ACK, 99))).isTrue();
        assertThat(answer.isReset).isTrue();
        assertThat(read(write(Segments.RST, 99))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, Segments.SYN, Segments.ACK, Segments.SYN | Segments.RST | Segments.ACK})
    void segmentWithOtherFlags_isNoAnswer(int flags) {
        assertThat(read(write(flags, 99))).isFalse();
    }

    @Test
    void synAckWithOneChangedBit_isNoAnswer() {
        int length = write(Segments.SYN | Segments.ACK, 99);
        for (int bit = 8 * 20; bit < 8 * length; bit++) {
            byte octet = packet.get(AT + bit / 8);
            packet.put(AT + bit / 8, (byte) (octet ^ 1 << bit % 8));
            assertThat(read(length)).as("bit %s", bit).isFalse();
            packet.put(AT + bit / 8, octet);
        }
        assertThat(read(length)).isTrue();
    }

    /** As on loopback, where no network card completes it. */
    @Test
    void checksumOfThePseudoHeaderAlone_isAccepted() {
        int length = write(Segments.SYN | Segments.ACK, 99);
        packet.putShort(AT + 36, (short) Segments.fold(pseudoHeader()));

        assertThat(read(length)).isTrue();
    }

    @Test
    void truncatedPacket_isNoAnswer() {
        int length = write(Segments.SYN | Segments.ACK, 99);
        for (int cut = 0; cut < length; cut++) {
            assertThat(read(cut)).as("%s octets", cut).isFalse();
        }
    }

    @Test
    void fragment_isNoAnswer() {
        int length = write(Segments.SYN | Segments.ACK, 99);
        packet.putShort(AT + 6, (short) 0x2000);
        assertThat(read(length)).isFalse();
        packet.putShort(AT + 6, (short) 1);
        assertThat(read(length)).isFalse();
    }

    /** Whatever comes in, nothing is thrown, and nothing counts that was not made to. */
    @Test
    void noise_hardlyEverPasses() {
        SplittableRandom random = new SplittableRandom(5);
        byte[] noise = new byte[packet.capacity()];
        int answers = 0;
        for (int i = 0; i < FUZZED; i++) {
            random.nextBytes(noise);
            packet.put(0, noise);
            // Most noise is not even IP: some is made to look like it.
            packet.put(AT, (byte) (0x45 + random.nextInt(3)));
            packet.put(AT + 9, (byte) 6);
            packet.putShort(AT + 6, (short) 0);
            answers += read(random.nextInt(packet.capacity() - AT)) ? 1 : 0;
        }
        // With a checksum of 16 bits, noise with the right flags passes once in 65,536.
        assertThat(answers).isLessThan(20);
    }

    @Test
    void corruptedSynAck_hardlyEverPasses() {
        SplittableRandom random = new SplittableRandom(6);
        int length = write(Segments.SYN | Segments.ACK, 99);
        byte[] sound = new byte[packet.capacity()];
        packet.get(0, sound);
        int wrong = 0;
        for (int i = 0; i < FUZZED; i++) {
            packet.put(0, sound);
            for (int changes = random.nextInt(1, 6); changes > 0; changes--) {
                packet.put(AT + random.nextInt(length), (byte) random.nextInt());
            }
            boolean passed = Segments.readPacket(packet, AT, random.nextInt(length + 8), answer);
            wrong += passed && answer.acknowledged != 99 ? 1 : 0;
        }
        assertThat(wrong).isLessThan(200);
    }

    @Test
    void noiseAsIpv6Segment_passesOnlyWithLengthAndFlags() {
        SplittableRandom random = new SplittableRandom(7);
        byte[] noise = new byte[packet.capacity()];
        for (int i = 0; i < FUZZED; i++) {
            random.nextBytes(noise);
            packet.put(0, noise);
            int length = random.nextInt(packet.capacity() - AT);
            boolean passed = Segments.readSegment(packet, AT, length, answer);
            int flags = packet.get(AT + 13) & 0x16;
            assertThat(passed && (length < 20 || (flags != 0x12 && flags != 0x14)))
                    .isFalse();
        }
    }
}
