package io.halfshake;

import io.halfshake.internal.Arguments;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one check found. There are three cases and there will never be more: the target answered, the target did not, or
 * this side could not tell.
 *
 * <p>A finding is a value. For those who prefer exceptions there is {@link #orElseThrow()}.
 */
public sealed interface CheckResult {

    /**
     * The target answered with a SYN-ACK: a TCP stack owns the port and had room for a connection.
     *
     * @param target host and port as the caller wrote them
     * @param address the address that answered
     * @param timing where the time went; with a round trip
     * @param evidence why we say so
     */
    record Up(String target, InetSocketAddress address, Timing timing, Evidence evidence) implements CheckResult {
        /**
         * Checks that there is a round trip.
         *
         * @throws IllegalArgumentException if the timing has no round trip
         */
        public Up {
            Arguments.require(timing.roundTripNanos() >= 0, "roundTripNanos", timing.roundTripNanos(), ">= 0 when up");
        }

        @Override
        public Duration roundTrip() {
            return Duration.ofNanos(timing.roundTripNanos());
        }
    }

    /**
     * A SYN left this host, and the network said no or stayed silent until the deadline.
     *
     * @param target host and port as the caller wrote them
     * @param address the address that was asked; where several were, the one whose answer says most
     * @param reason what came back
     * @param timing where the time went
     * @param evidence why we say so
     */
    record Down(String target, InetSocketAddress address, DownReason reason, Timing timing, Evidence evidence)
            implements CheckResult {}

    /**
     * Nothing was learned about the target, for a reason on this side.
     *
     * @param target host and port as the caller wrote them
     * @param address the address that was to be asked; null where the name was never resolved
     * @param reason what was in the way
     * @param cause what failed; null where the reason says all
     * @param timing where the time went
     * @param evidence what was tried
     */
    record Unknown(
            String target,
            @Nullable InetSocketAddress address,
            UnknownReason reason,
            @Nullable Throwable cause,
            Timing timing,
            Evidence evidence)
            implements CheckResult {}

    /**
     * The target as the caller wrote it.
     *
     * @return host and port
     */
    String target();

    /**
     * The address asked.
     *
     * @return null only where the name was never resolved
     */
    @Nullable
    InetSocketAddress address();

    /**
     * Where the time went.
     *
     * @return the parts
     */
    Timing timing();

    /**
     * Why we say so.
     *
     * @return the evidence
     */
    Evidence evidence();

    /**
     * Whether the target answered.
     *
     * @return true for {@link Up}
     */
    default boolean isUp() {
        return this instanceof Up;
    }

    /**
     * Whether the target surely did not answer.
     *
     * @return true for {@link Down}; false for {@link Unknown}
     */
    default boolean isDown() {
        return this instanceof Down;
    }

    /**
     * Whether the check could not tell.
     *
     * @return true for {@link Unknown}
     */
    default boolean isUnknown() {
        return this instanceof Unknown;
    }

    /**
     * Whether the host itself spoke, be it to say yes or no: a refusing host is alive.
     *
     * @return true if the answer was a SYN-ACK or a RST
     */
    default boolean hostResponded() {
        Speaker speaker = evidence().speaker();
        return speaker == Speaker.SYN_ACK || speaker == Speaker.RST;
    }

    /**
     * From the SYN to the answer.
     *
     * @return null where nobody answered; never null for {@link Up}
     */
    default @Nullable Duration roundTrip() {
        return timing().roundTrip();
    }

    /**
     * From the call to the result.
     *
     * @return zero or more
     */
    default Duration elapsed() {
        return timing().elapsed();
    }

    /**
     * For those who prefer exceptions.
     *
     * @return this, if the target is up
     * @throws CheckException if it is down or unknown; this result is inside
     */
    default Up orElseThrow() {
        if (this instanceof Up up) {
            return up;
        }
        throw new CheckException(this);
    }

    /**
     * The finding in one line for people; its wording may change between releases.
     *
     * @return such as {@code db:5432 (10.0.0.5:5432) is down: refused (RST) after 240 us}
     */
    default String describe() {
        return Descriptions.of(this);
    }
}
