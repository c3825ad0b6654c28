package io.halfshake.monitor;

import java.time.Duration;

/**
 * All outages of a target together.
 *
 * @param outages how many, the one that goes on included
 * @param shortest the sum of what they lasted at least
 * @param longest the sum of what they lasted at most
 */
public record DowntimeTotal(long outages, Duration shortest, Duration longest) {}
