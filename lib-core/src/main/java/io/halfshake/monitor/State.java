package io.halfshake.monitor;

/** What a monitor holds to be true of a target. */
public enum State {
    /** No check has told anything yet. */
    UNKNOWN,
    /** The target answers. */
    UP,
    /** The target does not answer. */
    DOWN
}
