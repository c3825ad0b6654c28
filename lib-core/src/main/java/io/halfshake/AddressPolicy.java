package io.halfshake;

/** What a name with several addresses means. */
public enum AddressPolicy {
    /**
     * One answering address is enough, as for a client that connects. The addresses are tried in the resolver's order,
     * each a little after the previous one (RFC 8305, section 5: 250 ms, or less where the timeout asks for it) or as
     * soon as that one failed; the first Up wins. Addresses that this machine cannot reach, without a route or without
     * permission, count only if there is no other.
     */
    ANY,
    /** Only the resolver's first address is checked. */
    FIRST,
    /** Every address must answer. One Down makes the target down. */
    ALL
}
