package io.halfshake.benchmarks;

/** What a check should find. */
enum Expected {
    /** A SYN-ACK. */
    UP,
    /** A RST. */
    REFUSED,
    /** Nothing until the deadline. */
    SILENT
}
