package io.halfshake;

/** Why a check is Unknown: each a fact about this process or this machine, and none about the target. */
public enum UnknownReason {
    /** The name has no address, or the resolver failed, or it left too little of the timeout to check the address. */
    UNRESOLVED,
    /** The checker's in-flight budget kept the check, or one of its addresses, waiting for too much of its timeout. */
    SATURATED,
    /** This process or machine has no file descriptor left (EMFILE, ENFILE). */
    NO_DESCRIPTORS,
    /** No local port is free for this destination (EADDRNOTAVAIL, EADDRINUSE). */
    NO_LOCAL_PORT,
    /**
     * The operating system forbids it: a local firewall rule, a prohibit route, a missing capability (EACCES, EPERM).
     */
    NOT_PERMITTED,
    /** This machine has no route to the address, or no such address family (ENETUNREACH at once, EAFNOSUPPORT). */
    NO_ROUTE,
    /**
     * This process stalled, so that the target did not get a fair share of the timeout; or its second SYN was not sent
     * in time, also where the kernel refused it.
     */
    STALLED,
    /** The thread that waited for the result was interrupted; its interrupt flag is set again. */
    INTERRUPTED,
    /** The checker was closed while the check ran. */
    CHECKER_CLOSED,
    /** Any other failure on this machine; the cause has the details. */
    LOCAL_FAILURE
}
