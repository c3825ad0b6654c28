package io.halfshake.spi;

import io.halfshake.Handshake;
import org.jspecify.annotations.Nullable;

/**
 * A way to check one address.
 *
 * <p><b>Behaviour.</b> Every probe given to {@link #start} is {@linkplain Probe#complete completed} once, unless it was
 * cancelled: with the answer of the network as soon as it arrives, with the failure of this machine as soon as it is
 * known, or, after {@link #expire}, with silence. Only a true answer is reported as one: no stale event, no reused
 * descriptor, no socket connected to itself.
 *
 * <p><b>Threading.</b> All methods are called by many threads and return at once; {@link #close} alone may wait. For
 * one probe, {@link #expire} and {@link #cancel} are called only after {@link #start} has returned; if that or expire
 * throws, the probe is cancelled, and the check is Unknown.
 *
 * <p><b>Lifecycle.</b> The checker that opened the engine closes it, after it has cancelled every probe.
 */
public interface Engine extends AutoCloseable {

    /**
     * The engine's name, as in results and on the command line.
     *
     * @return the provider's name
     */
    String name();

    /**
     * The handshake the engine makes when nothing holds it up.
     *
     * @return half or full
     */
    Handshake handshake();

    /**
     * Whether the engine checks hosts and not ports. Targets then need no port.
     *
     * @return false for an engine that checks ports
     */
    default boolean asksHosts() {
        return false;
    }

    /**
     * Whether the engine itself resends where no answer came, however short the timeout. The checker then starts no
     * second probe for that.
     *
     * @return false for an engine that leaves it to the kernel, which resends after a second
     */
    default boolean resends() {
        return false;
    }

    /**
     * How many probes can be in flight at once: threads, descriptors and buffers permitting. A probe above that may end
     * as Unknown.
     *
     * @return at least 2, since a check may send from a second socket
     */
    int capacity();

    /**
     * What on this machine keeps the capacity below what {@link EngineSettings#maxProbes()} asked for, such as a limit
     * of descriptors.
     *
     * @return for people, as part of a sentence; null where nothing does
     */
    default @Nullable String capacityLimit() {
        return null;
    }

    /**
     * How many handshakes were or may have been completed although the engine makes half ones, whatever became of the
     * checks they belonged to.
     *
     * @return a count since the engine was opened; 0 where the engine leaves it to its evidence
     */
    default long completedHandshakes() {
        return 0;
    }

    /**
     * The longest that an answer has waited for its reset since the engine was opened: how close that is to the
     * kernel's 200 ms.
     *
     * @return nanoseconds; 0 where the engine cannot tell
     */
    default long longestAnswerWaitNanos() {
        return 0;
    }

    /**
     * Sends a SYN and listens for the answer.
     *
     * @param probe the address, and where the outcome goes; it may be completed before this method returns
     */
    void start(Probe probe);

    /**
     * The deadline has passed: the engine reads the answers that have already arrived, and then completes the probe
     * with the answer or with {@link Outcome.Silent}. It frees what the probe held.
     *
     * @param probe a probe that was started
     */
    void expire(Probe probe);

    /**
     * The probe is not waited for any longer. The engine frees what it held; completing it has no effect.
     *
     * @param probe a probe that was started; it may be complete already
     */
    void cancel(Probe probe);

    /**
     * Ends the engine's threads and frees its descriptors; waits for that, for a bounded time. Probes still in flight
     * are abandoned.
     */
    @Override
    void close();
}
