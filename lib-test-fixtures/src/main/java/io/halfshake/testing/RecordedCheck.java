package io.halfshake.testing;

import java.time.Duration;

/**
 * A question that a {@link FakeChecker} was asked.
 *
 * @param target host and port as the caller wrote them; for an address, its literal and port
 * @param timeout the check's timeout
 * @param at when, on the scale of {@link ManualTime#now()}
 */
public record RecordedCheck(String target, Duration timeout, Duration at) {}
