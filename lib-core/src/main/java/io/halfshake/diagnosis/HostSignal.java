package io.halfshake.diagnosis;

import io.halfshake.CheckResult;
import io.halfshake.IcmpMessage;
import io.halfshake.Signal;

/** What one answer says about the host. */
enum HostSignal {
    /** The host answered: a SYN-ACK, a RST, an echo reply. */
    ALIVE,
    /** ICMP that usually the host itself sends, and sometimes a firewall in its name: port unreachable. */
    PERHAPS_ALIVE,
    /** Something on the way forbids it. */
    PROHIBITED,
    /** A router has no route to the host, or got no answer from its address. */
    NO_ROUTE,
    /** It cannot be reached, and what is known does not tell why. */
    UNREACHABLE,
    /** Nothing came back. */
    SILENT,
    /** Nothing was learned. */
    UNKNOWN;

    static HostSignal of(CheckResult result) {
        if (result.hostResponded()) {
            return ALIVE;
        }
        return result instanceof CheckResult.Down down ? ofDown(down) : UNKNOWN;
    }

    private static HostSignal ofDown(CheckResult.Down down) {
        IcmpMessage icmp = down.evidence().icmp();
        if (icmp != null) {
            return icmp.ipVersion() == 4 ? ofIpv4(icmp) : ofIpv6(icmp);
        }
        return switch (down.reason()) {
            // A closed port that met itself is a port of this very machine.
            case REFUSED -> down.evidence().signal() == Signal.LOCAL ? ALIVE : PERHAPS_ALIVE;
            case TIMED_OUT -> SILENT;
            case UNREACHABLE -> ofErrno(String.valueOf(down.evidence().errno()));
        };
    }

    /** RFC 792; RFC 1812, section 5.2.7.1. */
    private static HostSignal ofIpv4(IcmpMessage icmp) {
        if (icmp.type() != 3) {
            return UNREACHABLE;
        }
        return switch (icmp.code()) {
            case 0, 1 -> NO_ROUTE;
            case 2, 3 -> PERHAPS_ALIVE;
            case 9, 10, 13 -> PROHIBITED;
            default -> UNREACHABLE;
        };
    }

    /** RFC 4443, sections 3.1 and 3.4. */
    private static HostSignal ofIpv6(IcmpMessage icmp) {
        if (icmp.type() == 4 && icmp.code() == 1) {
            return PERHAPS_ALIVE;
        }
        if (icmp.type() != 1) {
            return UNREACHABLE;
        }
        return switch (icmp.code()) {
            case 0, 3 -> NO_ROUTE;
            case 1, 5, 6 -> PROHIBITED;
            case 4 -> PERHAPS_ALIVE;
            default -> UNREACHABLE;
        };
    }

    /**
     * The kernel has EHOSTUNREACH for a host that is gone, for a firewall that forbids it (linux/net/ipv4/icmp.c,
     * icmp_err_convert) and for a routing loop, and ENETUNREACH for a forbidden network too.
     */
    private static HostSignal ofErrno(String errno) {
        return switch (errno) {
            case "EACCES" -> PROHIBITED;
            case "ENOPROTOOPT" -> PERHAPS_ALIVE;
            default -> UNREACHABLE;
        };
    }
}
