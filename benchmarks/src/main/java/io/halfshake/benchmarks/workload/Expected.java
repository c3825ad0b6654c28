package io.halfshake.benchmarks.workload;

/** The result that a check should have. */
public enum Expected {
    /** A SYN-ACK. */
    UP,
    /** A RST. */
    REFUSED,
    /** Nothing until the deadline. */
    SILENT
}
