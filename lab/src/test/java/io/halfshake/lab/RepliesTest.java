package io.halfshake.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets as RFC 791, RFC 8200, RFC 792, RFC 4443 and RFC 9293 ask for them. */
class RepliesTest {
    private static final Addresses LAB = new Addresses(77);
    private static final int HOST = 0x1234;
    private static final int SEQUENCE = 0x7fffffff;
    private static final int TIMESTAMP = 0x01020304;
    private static final int OUR_SEQUENCE = 42;

    /** A SYN with a timestamp, from port 40,000 of a neighbour to port 80 of a host. */
    private static Packet syn(boolean ipv6) {
        int ip = ipv6 ? Packet.IPV6_HEADER : Packet.IPV4_HEADER;
        ByteBuffer bytes = ByteBuffer.allocate(ip + Packet.TCP_HEADER + 12);
        if (ipv6) {
            bytes.putInt(0, 6 << 28).putShort(4, (short) 32).put(6, (byte) Packet.TCP);
            bytes.put(8, (byte) 0xfd).put(9, (byte) 0x77).putShort(12, (short) 0x100);
            bytes.put(23, (byte) 1);
            bytes.put(24, LAB.host(StandardProtocolFamily.INET6, HOST).getAddress());
        } else {
            bytes.put(0, (byte) 0x45).putShort(2, (short) bytes.capacity()).put(9, (byte) Packet.TCP);
            bytes.put(12, new byte[] {(byte) 192, (byte) 168, 77, 1});
            bytes.put(16, LAB.host(StandardProtocolFamily.INET, HOST).getAddress());
        }
        bytes.putShort(ip, (short) 40_000).putShort(ip + 2, (short) 80).putInt(ip + 4, SEQUENCE);
        bytes.put(ip + 12, (byte) (8 << 4)).put(ip + 13, (byte) Packet.SYN);
        // No operation, twice, and then the timestamp: RFC 7323, appendix A.
        bytes.putInt(ip + 20, 0x0101080a).putInt(ip + 24, TIMESTAMP);
        Packet packet = new Packet(LAB);
        assertThat(packet.read(bytes, bytes.capacity())).isEqualTo(Packet.Kind.SYN);
        return packet;
    }

    private static int ip(boolean ipv6) {
        return ipv6 ? Packet.IPV6_HEADER : Packet.IPV4_HEADER;
    }

    /** Back from the host, or from whom it says, and every checksum right. */
    private static ByteBuffer sound(byte[] octets, Packet to, byte[] from, int protocol) {
        ByteBuffer bytes = ByteBuffer.wrap(octets);
        int ip = ip(to.ipv6);
        assertThat(octets).containsSequence(from).containsSequence(to.source());
        int payload = octets.length - ip;
        if (to.ipv6) {
            assertThat(bytes.getShort(4)).isEqualTo((short) payload);
            assertThat(bytes.get(6)).isEqualTo((byte) protocol);
        } else {
            assertThat(bytes.getShort(2)).isEqualTo((short) octets.length);
            assertThat(bytes.get(9)).isEqualTo((byte) protocol);
            assertThat(Replies.sum(bytes, 0, ip, 0)).isEqualTo(0xffff);
        }
        assertThat(transportSum(bytes, to.ipv6, protocol)).isEqualTo(0xffff);
        return bytes;
    }

    /** All ones if the checksum is right. */
    private static int transportSum(ByteBuffer bytes, boolean ipv6, int protocol) {
        int ip = ip(ipv6);
        int payload = bytes.capacity() - ip;
        int pseudoHeader =
                protocol == Packet.ICMP ? 0 : Replies.sum(bytes, ipv6 ? 8 : 12, ipv6 ? 32 : 8, protocol + payload);
        return Replies.sum(bytes, ip, payload, pseudoHeader);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void synAck_acknowledgesTheSynAndEchoesItsTimestamp(boolean ipv6) {
        Packet syn = syn(ipv6);

        ByteBuffer bytes = sound(Replies.synAck(syn, OUR_SEQUENCE), syn, syn.destination(), Packet.TCP);

        int tcp = ip(ipv6);
        assertThat(bytes.getShort(tcp)).isEqualTo((short) 80);
        assertThat(bytes.getShort(tcp + 2) & 0xffff).isEqualTo(40_000);
        assertThat(bytes.getInt(tcp + 4)).isEqualTo(OUR_SEQUENCE);
        assertThat(bytes.getInt(tcp + 8)).isEqualTo(SEQUENCE + 1);
        assertThat(bytes.get(tcp + 12) >> 4 & 0xf).isEqualTo((bytes.capacity() - tcp) / 4);
        assertThat(bytes.get(tcp + 13)).isEqualTo((byte) (Packet.SYN | Packet.ACK));
        assertThat(bytes.getInt(tcp + 32)).isEqualTo(TIMESTAMP);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void reset_acknowledgesTheSyn(boolean ipv6) {
        Packet syn = syn(ipv6);

        byte[] reset = Replies.reset(syn, Packet.RST | Packet.ACK, 0, syn.sequence + 1);

        ByteBuffer bytes = sound(reset, syn, syn.destination(), Packet.TCP);
        assertThat(bytes.getInt(ip(ipv6) + 8)).isEqualTo(SEQUENCE + 1);
        assertThat(bytes.get(ip(ipv6) + 13)).isEqualTo((byte) (Packet.RST | Packet.ACK));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void icmpError_comesFromTheRouterAndQuotesTheSyn(boolean ipv6) {
        Packet syn = syn(ipv6);
        Answer answer = Answer.HOST_UNREACHABLE;
        byte[] router = LAB.router(ipv6);

        byte[] error = Replies.error(syn, router, answer.icmpType(ipv6), answer.icmpCode(ipv6));

        ByteBuffer bytes = sound(error, syn, router, ipv6 ? Packet.ICMPV6 : Packet.ICMP);
        int icmp = ip(ipv6);
        assertThat(bytes.get(icmp)).isEqualTo((byte) (ipv6 ? 1 : 3));
        assertThat(bytes.get(icmp + 1)).isEqualTo((byte) (ipv6 ? 3 : 1));
        assertThat(bytes.slice(icmp + Packet.ICMP_HEADER, syn.length)).isEqualTo(syn.bytes.rewind());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void forgedIcmpError_quotesAnotherSequenceNumberOrTooLittle(boolean ipv6) {
        Packet syn = syn(ipv6);
        int protocol = ipv6 ? Packet.ICMPV6 : Packet.ICMP;
        byte[] router = LAB.router(ipv6);

        ByteBuffer other =
                sound(Replies.error(syn, router, 3, 1, syn.transport + Packet.TCP_HEADER, 99), syn, router, protocol);
        byte[] little = Replies.error(syn, router, 3, 1, syn.transport + 2, syn.sequence);

        int quoted = ip(ipv6) + Packet.ICMP_HEADER + syn.transport;
        assertThat(other.getShort(quoted)).isEqualTo((short) 40_000);
        assertThat(other.getInt(quoted + 4)).isEqualTo(99);
        sound(little, syn, router, protocol);
        assertThat(little).hasSize(quoted + 2);
    }

    /** With every checksum that there is, also the one of the pseudo header alone. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void corruptedPacket_hasNoValidChecksum(boolean ipv6) {
        Packet syn = syn(ipv6);
        int tcp = ip(ipv6);
        for (int sequence = 0; sequence <= 0xffff; sequence++) {
            ByteBuffer corrupted = ByteBuffer.wrap(Replies.corrupted(Replies.synAck(syn, sequence), ipv6));

            int payload = corrupted.capacity() - tcp;
            int pseudoHeader = Replies.sum(corrupted, ipv6 ? 8 : 12, ipv6 ? 32 : 8, Packet.TCP + payload);
            assertThat(Replies.sum(corrupted, tcp, payload, pseudoHeader)).isNotEqualTo(0xffff);
            assertThat(corrupted.getShort(tcp + 16)).isNotEqualTo((short) pseudoHeader);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void truncatedPacket_hasItsOwnLengthInTheIpHeader(boolean ipv6) {
        byte[] whole = Replies.synAck(syn(ipv6), OUR_SEQUENCE);

        byte[] cut = Replies.truncated(whole, ipv6, 20);

        ByteBuffer bytes = ByteBuffer.wrap(cut);
        assertThat(cut).hasSize(whole.length - 20);
        assertThat((int) bytes.getShort(ipv6 ? 4 : 2)).isEqualTo(ipv6 ? cut.length - Packet.IPV6_HEADER : cut.length);
        if (!ipv6) {
            assertThat(Replies.sum(bytes, 0, Packet.IPV4_HEADER, 0)).isEqualTo(0xffff);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fragments_makeUpTheWholePacket(boolean ipv6) {
        byte[] whole = Replies.synAck(syn(ipv6), OUR_SEQUENCE);
        int header = ip(ipv6) + (ipv6 ? 8 : 0);

        List<byte[]> fragments = Replies.fragments(whole, ipv6);

        ByteBuffer together = ByteBuffer.wrap(whole.clone());
        for (int at = ip(ipv6); at < whole.length; at++) {
            together.put(at, (byte) 0);
        }
        for (int i = 0; i < fragments.size(); i++) {
            ByteBuffer fragment = ByteBuffer.wrap(fragments.get(i));
            int length = fragment.capacity() - header;
            int field = fragment.getShort(ipv6 ? Packet.IPV6_HEADER + 2 : 6) & 0xffff;
            boolean more = (field & (ipv6 ? 1 : 0x2000)) != 0;
            int offset = ipv6 ? field & ~7 : (field & 0x1fff) * 8;
            assertThat(more).isEqualTo(i < fragments.size() - 1);
            assertThat(length).isBetween(1, 8);
            assertThat(fragment.getInt(ipv6 ? Packet.IPV6_HEADER + 4 : 4) >> (ipv6 ? 0 : 16))
                    .isEqualTo(ByteBuffer.wrap(fragments.get(0)).getInt(ipv6 ? Packet.IPV6_HEADER + 4 : 4)
                            >> (ipv6 ? 0 : 16));
            if (!ipv6) {
                assertThat(Replies.sum(fragment, 0, Packet.IPV4_HEADER, 0)).isEqualTo(0xffff);
            }
            together.put(ip(ipv6) + offset, fragments.get(i), header, length);
        }
        assertThat(together.array()).isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void echoReply_hasTheIdSequenceAndDataOfTheRequest(boolean ipv6) {
        int ip = ip(ipv6);
        int protocol = ipv6 ? Packet.ICMPV6 : Packet.ICMP;
        // The addresses of a SYN will do.
        ByteBuffer bytes = ByteBuffer.allocate(ip + 13);
        bytes.put(0, syn(ipv6).bytes, 0, ip);
        bytes.put(ipv6 ? 6 : 9, (byte) protocol).put(ip, (byte) (ipv6 ? 128 : 8));
        bytes.putInt(ip + 4, 0x00070009).put(ip + 8, new byte[] {1, 2, 3, 4, 5});
        Packet request = new Packet(LAB);
        assertThat(request.read(bytes, bytes.capacity())).isEqualTo(Packet.Kind.ECHO);

        ByteBuffer reply = sound(Replies.echo(request), request, request.destination(), protocol);

        assertThat(reply.get(ip) & 0xff).isEqualTo(ipv6 ? 129 : 0);
        assertThat(reply.slice(ip + 4, 9)).isEqualTo(bytes.slice(ip + 4, 9));
    }
}
