package io.halfshake.cluster.spi;

import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * A replicated log, as one member of a cluster sees it.
 *
 * <p><b>Behaviour.</b> Members propose commands, and the log puts those that it accepts into one order. Every member
 * applies the same commands at the same indexes. A command is accepted only by a majority of the members, or by
 * whatever else makes sure that there is one order. A proposal may be lost, and it may be accepted more than once: the
 * commands allow for both.
 *
 * <p><b>Threading.</b> All methods may be called by any thread, and return at once, except {@link #close}.
 *
 * <p><b>Lifecycle.</b> {@link #start} is called once. After {@link #close} no proposal is accepted, and the listener is
 * called no more.
 */
public interface ClusterLog extends AutoCloseable {
    /** The largest command in bytes that a log has to accept. */
    int MAX_COMMAND_BYTES = 1 << 20;

    /**
     * Begins to apply what the log holds: the latest snapshot, if this member has none or is behind it, and then each
     * command.
     *
     * @param member the name of this member, which {@link #view} of the others has from now on
     * @param listener what applies it
     */
    void start(String member, LogListener listener);

    /**
     * Proposes a command. Of one that fails it is not known whether it was accepted, or still will be.
     *
     * @param command at most {@link #MAX_COMMAND_BYTES} bytes, not changed by the caller afterwards
     * @return the index of the command, once it was accepted; it may not have been applied here yet. What depends on it
     *     may run on the thread that appends, and must not block it. Fails if the log did not accept it, if that is not
     *     known in time, or if the log is closed
     * @throws IllegalArgumentException if the command is too large
     */
    CompletionStage<Long> propose(byte[] command);

    /**
     * The members that are taken for alive, by the log's own failure detection.
     *
     * @return their names, that of this member included; members may differ in what they see. Empty while this member
     *     does not know: before it has seen the others for long enough, and while it cannot reach the log
     */
    Set<String> view();

    /**
     * Whether this member takes itself for the one that maintains the table of partitions. More than one may do so for
     * a while, since commands that contradict each other are refused.
     *
     * @return true on one member, as a rule
     */
    boolean isLeader();

    /**
     * Leaves the log. The other members go on. May wait for a second, so that they learn of it at once. A second call
     * has no effect.
     */
    @Override
    void close();
}
