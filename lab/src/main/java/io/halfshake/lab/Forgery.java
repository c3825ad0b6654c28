package io.halfshake.lab;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A packet that is no answer, sent at once to every SYN that was not lost, ahead of the answer. */
public enum Forgery {
    /** None. */
    NONE,
    /** SYN-ACK that acknowledges another sequence number. */
    WRONG_ACK,
    /** SYN-ACK whose TCP checksum is wrong. */
    WRONG_CHECKSUM,
    /** SYN-ACK from another port of the host. */
    WRONG_PORT,
    /** SYN-ACK cut off in the TCP header. */
    TRUNCATED,
    /** RST without the ACK flag, which RFC 9293 section 3.10.7.3 tells SYN-SENT to drop. */
    RST_WITHOUT_ACK,
    /** RST that acknowledges another sequence number. */
    RST_WRONG_ACK,
    /** ICMP host unreachable that quotes another sequence number. */
    ICMP_WRONG_SEQUENCE,
    /** ICMP host unreachable that quotes too little of the SYN to name it. */
    ICMP_TRUNCATED;

    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Forgery parse(String text) {
        return Stream.of(values())
                .filter(known -> known.text().equals(text))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("forgery: " + text + " (expected one of "
                        + Stream.of(values()).map(Forgery::text).collect(Collectors.joining(", ")) + ")"));
    }
}
