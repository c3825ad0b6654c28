package io.halfshake;

import io.halfshake.internal.Durations;
import java.time.Duration;

/**
 * When a second SYN is sent, from a second socket, for a check without an answer. The first answer wins.
 *
 * <p>The kernel itself resends a SYN only after a second (RFC 6298, section 2), so that with a shorter timeout a single
 * lost packet would look like a dead target. An engine that resends by itself has its own timing, and follows only
 * {@link #never()} of this policy.
 */
public final class Resend {
    /** From this timeout on the kernel's own resend, after 1 s, leaves the answer at least as much time again. */
    private static final long KERNEL_RESEND_SUFFICES_NANOS =
            Duration.ofSeconds(2).toNanos();

    /** Not at all. */
    static final long NONE = -1;

    private static final Resend HALFWAY = new Resend(0, "halfway");
    private static final Resend NEVER = new Resend(-1, "never");

    private final long afterNanos;
    private final String name;

    private Resend(long afterNanos, String name) {
        this.afterNanos = afterNanos;
        this.name = name;
    }

    /**
     * Half-way through the time left, for timeouts under 2 s. The default.
     *
     * @return the policy
     */
    public static Resend halfway() {
        return HALFWAY;
    }

    /**
     * Never: one socket per check, and the kernel's resends.
     *
     * @return the policy
     */
    public static Resend never() {
        return NEVER;
    }

    /**
     * After a fixed time without an answer, whatever the timeout.
     *
     * @param delay from the first SYN; more than zero
     * @return the policy
     * @throws IllegalArgumentException if the delay is zero or negative
     */
    public static Resend after(Duration delay) {
        return new Resend(Durations.positiveNanos("delay", delay), "after " + delay);
    }

    /** When to resend a SYN that was sent with {@code remainingNanos} of the timeout left; or {@link #NONE}. */
    long delayNanos(long timeoutNanos, long remainingNanos) {
        if (this == NEVER || (this == HALFWAY && timeoutNanos >= KERNEL_RESEND_SUFFICES_NANOS)) {
            return NONE;
        }
        long delay = this == HALFWAY ? remainingNanos / 2 : afterNanos;
        return delay < remainingNanos ? delay : NONE;
    }

    @Override
    public String toString() {
        return name;
    }
}
