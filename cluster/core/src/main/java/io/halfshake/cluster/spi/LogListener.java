package io.halfshake.cluster.spi;

/**
 * What a member does with the commands that its log has accepted.
 *
 * <p><b>Threading.</b> Called by one thread at a time, and each call sees what the calls before it have done.
 */
public interface LogListener {
    /**
     * The next command of the log.
     *
     * @param index higher than that of any command or snapshot before; without gaps, unless the log uses indexes for
     *     itself
     * @param command as it was proposed; not to be changed
     * @throws IllegalStateException if this member is too old to apply it. After that, and after any other throwable,
     *     the log calls {@link #failed} and nothing else: what this listener would make of later commands is not what
     *     the others do
     */
    void applied(long index, byte[] command);

    /**
     * The state after the last command that was applied, for members that do not have the commands that led to it.
     *
     * @return what {@link #restore} accepts, on this member or on another. Where it throws, the log goes on without a
     *     new snapshot
     */
    byte[] snapshot();

    /**
     * Replaces the state by a snapshot. What follows are the commands after it.
     *
     * @param index that of the last command that the snapshot includes
     * @param snapshot as another call of {@link #snapshot} returned it; not to be changed
     * @throws IllegalArgumentException if it is no snapshot, or one of another version. After that, and after any other
     *     throwable, the log calls {@link #failed} and nothing else
     */
    void restore(long index, byte[] snapshot);

    /**
     * The log cannot go on for this member: it has lost commands that were applied, it is another one than before, it
     * is of a version that this member does not know, or {@link #applied} or {@link #restore} has thrown. Called once
     * at most, and nothing is called after it; proposals fail from then on. What can be tried again is no such failure.
     *
     * @param cause what is wrong, for the log of the application
     */
    void failed(Exception cause);
}
