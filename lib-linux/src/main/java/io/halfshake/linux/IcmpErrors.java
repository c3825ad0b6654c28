package io.halfshake.linux;

import io.halfshake.DownReason;
import org.jspecify.annotations.Nullable;

/** From an ICMP error to what it says about the target, a pure function: RFC 792, RFC 1812 section 5.2.7, RFC 4443. */
final class IcmpErrors {
    // linux/include/uapi/linux/errqueue.h, SO_EE_ORIGIN_ICMP and SO_EE_ORIGIN_ICMP6.
    private static final int FROM_ICMP = 2;
    private static final int FROM_ICMPV6 = 3;

    private IcmpErrors() {}

    /**
     * Null if it says nothing: that a packet was too big, that the sender is too fast, or that the kernel is at odds.
     */
    static @Nullable DownReason reason(boolean ipv6, int origin, int type, int code) {
        if (origin != (ipv6 ? FROM_ICMPV6 : FROM_ICMP)) {
            return null;
        }
        return ipv6 ? ofIpv6(type, code) : ofIpv4(type, code);
    }

    private static @Nullable DownReason ofIpv4(int type, int code) {
        return switch (type) {
            // Destination unreachable: port, and what asks for smaller packets.
            case 3 -> code == 3 ? DownReason.REFUSED : code == 4 ? null : DownReason.UNREACHABLE;
            // Time exceeded, parameter problem.
            case 11, 12 -> DownReason.UNREACHABLE;
            default -> null;
        };
    }

    private static @Nullable DownReason ofIpv6(int type, int code) {
        return switch (type) {
            // Destination unreachable: port.
            case 1 -> code == 4 ? DownReason.REFUSED : DownReason.UNREACHABLE;
            // Time exceeded, parameter problem.
            case 3, 4 -> DownReason.UNREACHABLE;
            default -> null;
        };
    }
}
