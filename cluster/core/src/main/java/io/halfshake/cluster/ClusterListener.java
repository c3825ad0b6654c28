package io.halfshake.cluster;

/**
 * Receives what a cluster announces.
 *
 * <p><b>Behaviour.</b> At least once, in order for each target. A change that is delivered again, as after a failure of
 * the member that has delivered it first, has the same {@link ClusterChange#id}. An exception ends nothing: it is
 * logged.
 *
 * <p><b>Threading.</b> Called by one thread at a time. A call that hangs holds up later changes to this listener and to
 * others that were added in the same way, on this member.
 */
@FunctionalInterface
public interface ClusterListener {
    /**
     * The state of a target has changed.
     *
     * @param change from what to what, when, and why
     */
    void onChange(ClusterChange change);
}
