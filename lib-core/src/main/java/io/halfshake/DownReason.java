package io.halfshake;

/** Why a target is down: each a fact about the target or the network in front of it. */
public enum DownReason {
    /** The port is closed: the host is alive and refused. */
    REFUSED,
    /** A SYN left this host and nothing came back until the deadline. */
    TIMED_OUT,
    /** The network said that the host or the port cannot be reached from here. */
    UNREACHABLE
}
