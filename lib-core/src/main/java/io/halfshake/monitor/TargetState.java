package io.halfshake.monitor;

/** What a monitor takes a target for. */
public enum TargetState {
    /** No check was conclusive yet. */
    UNKNOWN,
    /** The target answers. */
    UP,
    /** The target does not answer. */
    DOWN
}
