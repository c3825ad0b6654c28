package io.halfshake.benchmarks.contender;

/** How long after its deadline a check ended, in microseconds. */
public record Lateness(long p50, long p99, long max) {}
