package io.halfshake.lab;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a host says to a SYN in the end. */
public enum Answer {
    /** SYN-ACK; completes the handshake if the other side does. */
    OPEN,
    /** SYN-ACK from something that speaks for a dead server, and RST once the handshake is complete. */
    SYN_PROXY,
    /** RST. */
    REFUSED,
    /** Nothing, also to an echo request. */
    SILENT,
    /** From a router: RFC 792 type 3 code 0; RFC 4443 type 1 code 0. */
    NET_UNREACHABLE,
    /** From a router: type 3 code 1; in IPv6 type 1 code 3. */
    HOST_UNREACHABLE,
    /** From the host: type 3 code 2; in IPv6 type 4 code 1, unrecognized next header. */
    PROTOCOL_UNREACHABLE,
    /** From the host: type 3 code 3; in IPv6 type 1 code 4. */
    PORT_UNREACHABLE,
    /** From a router: RFC 1812 type 3 code 13; in IPv6 type 1 code 1. */
    ADMIN_PROHIBITED;

    boolean isSynAck() {
        return this == OPEN || this == SYN_PROXY;
    }

    /** Whether there is no way to the host, so that an echo request gets the same answer. */
    boolean isOnTheWay() {
        return this == NET_UNREACHABLE || this == HOST_UNREACHABLE || this == ADMIN_PROHIBITED;
    }

    int icmpType(boolean ipv6) {
        return !ipv6 ? 3 : this == PROTOCOL_UNREACHABLE ? 4 : 1;
    }

    int icmpCode(boolean ipv6) {
        return switch (this) {
            case NET_UNREACHABLE -> 0;
            case HOST_UNREACHABLE -> ipv6 ? 3 : 1;
            case PROTOCOL_UNREACHABLE -> ipv6 ? 1 : 2;
            case PORT_UNREACHABLE -> ipv6 ? 4 : 3;
            case ADMIN_PROHIBITED -> ipv6 ? 1 : 13;
            case OPEN, SYN_PROXY, REFUSED, SILENT -> throw new IllegalStateException(this + ": no ICMP");
        };
    }

    /** As it is written in a behaviour: {@code host-unreachable}. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Answer parse(String text) {
        return Stream.of(values())
                .filter(known -> known.text().equals(text))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("answer: " + text + " (expected one of "
                        + Stream.of(values()).map(Answer::text).collect(Collectors.joining(", ")) + ")"));
    }
}
