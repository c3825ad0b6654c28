package io.halfshake;

/** Why a target counts as down. Each says something about the target or the network in front of it. */
public enum DownReason {
    /** The port is closed: the host lives and said no. */
    REFUSED,
    /** A SYN left this host and nothing came back until the deadline. */
    TIMED_OUT,
    /** The network said that the host or the port cannot be reached from here. */
    UNREACHABLE
}
