package io.halfshake.monitor;

import java.time.Instant;

/**
 * The part of a time for which a target was up. What nobody saw counts against the target in the lower bound and for it
 * in the upper one: the open ends of outages and the spans that were not observed.
 *
 * @param from where the time begins: later than asked for, if the target was not watched yet or its older outages are
 *     no longer known one by one
 * @param to where it ends
 * @param lower 0 to 1; {@link Double#NaN} where the time is empty
 * @param upper {@code lower} to 1; {@link Double#NaN} where the time is empty
 */
public record Availability(Instant from, Instant to, double lower, double upper) {}
