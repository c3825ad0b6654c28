package io.halfshake.benchmarks;

/** How long after its deadline a check ended, in microseconds. */
record Lateness(long p50, long p99, long most) {}
