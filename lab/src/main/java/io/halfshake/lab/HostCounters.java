package io.halfshake.lab;

import java.util.List;
import java.util.stream.Stream;

/**
 * What the lab says of one host in one family, or of all.
 *
 * @param syns SYNs that were sent to it, those that the lab lost among them
 * @param synAcks SYN-ACKs that it sent and that were not lost on the way
 * @param rsts RSTs that ended a handshake
 * @param acks ACKs that completed a handshake
 * @param challenges of these, the ones that followed a SYN or SYN-ACK which came after the answer and before its RST: a
 *     challenge ACK (RFC 5961 section 4.2) leaves at once, however soon the other side resets
 * @param strays FINs, and segments that belong to no handshake, as the answer to a forged one
 * @param last of a host: nanoseconds from the last SYN to the last answer; of all: handshakes not reset by now
 */
public record HostCounters(long syns, long synAcks, long rsts, long acks, long challenges, long strays, long last) {
    static HostCounters parse(String line) {
        List<Long> numbers =
                Stream.of(line.trim().split(" +", -1)).map(Long::valueOf).toList();
        return new HostCounters(
                numbers.get(0),
                numbers.get(1),
                numbers.get(2),
                numbers.get(3),
                numbers.get(4),
                numbers.get(5),
                numbers.get(6));
    }

    /**
     * The segments in one line.
     *
     * @return such as {@code 1 SYN, 1 SYN-ACK, 1 RST}; what did not occur is left out
     */
    public String wire() {
        String[] names = {" SYN", " SYN-ACK", " RST", " ACK", " stray"};
        long[] counts = {syns, synAcks, rsts, acks, strays};
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < names.length; i++) {
            if (counts[i] > 0) {
                text.append(text.length() == 0 ? "" : ", ").append(counts[i]).append(names[i]);
            }
        }
        return text.toString();
    }
}
