package io.halfshake;

import io.halfshake.internal.Arguments;

/**
 * An ICMP error as it came over the wire.
 *
 * @param ipVersion 4 for ICMP (RFC 792), 6 for ICMPv6 (RFC 4443)
 * @param type the type field, 0 to 255
 * @param code the code field, 0 to 255
 */
public record IcmpMessage(int ipVersion, int type, int code) {
    /**
     * Checks the fields' ranges.
     *
     * @throws IllegalArgumentException if a field is outside its range
     */
    public IcmpMessage {
        Arguments.require(ipVersion == 4 || ipVersion == 6, "ipVersion", ipVersion, "4 or 6");
        Arguments.require(type >= 0 && type <= 255, "type", type, "0 to 255");
        Arguments.require(code >= 0 && code <= 255, "code", code, "0 to 255");
    }
}
