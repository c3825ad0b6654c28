package io.halfshake;

import io.halfshake.internal.Arguments;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one check found. There are exactly three cases: the target answered, the target did not answer, or this side
 * could not tell.
 *
 * <p>A finding is a value; {@link #orElseThrow()} throws one that is not Up. {@link #state()} is the case as an enum.
 */
public sealed interface CheckResult {

    /**
     * The target answered. With a SYN-ACK: a TCP stack owns the port and had room for a connection. To an engine that
     * checks hosts, as {@code echo} does, with an echo reply: the host is there, and nothing is known of its ports.
     *
     * @param target host and port as the caller wrote them
     * @param address the address that answered
     * @param timing where the time went; with a round trip
     * @param evidence what the result rests on
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
     * A SYN, or an echo request, left this host, and the network said no or stayed silent until the deadline.
     *
     * @param target host and port as the caller wrote them
     * @param address the address that was asked; where several were, the one whose answer says most
     * @param reason what came back
     * @param timing where the time went
     * @param evidence what the result rests on
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
     * What the result rests on.
     *
     * @return the evidence
     */
    Evidence evidence();

    /**
     * Which of the three cases this is, for a {@code switch}.
     *
     * @return the constant of this case
     */
    default CheckState state() {
        return this instanceof Up ? CheckState.UP : this instanceof Down ? CheckState.DOWN : CheckState.UNKNOWN;
    }

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
     * Whether the host itself answered: with a SYN-ACK, with a RST, since a host that refuses is alive, or with an echo
     * reply where echo was asked for.
     *
     * @return true for {@link Up}, and where the signal is a SYN-ACK or a RST
     */
    default boolean hostResponded() {
        Signal signal = evidence().signal();
        return isUp() || signal == Signal.SYN_ACK || signal == Signal.RST;
    }

    /**
     * From the SYN to the answer.
     *
     * @return null where there was no answer; never null for {@link Up}
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
     * This result, or an exception.
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
     * The result in one line of text; its wording may change between releases.
     *
     * @return such as {@code db:5432 (10.0.0.5:5432) is down: refused (RST) after 240 us}
     */
    default String describe() {
        return Descriptions.of(this);
    }
}
