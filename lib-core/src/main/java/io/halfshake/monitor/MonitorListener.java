package io.halfshake.monitor;

/**
 * Is told when a target's state changes.
 *
 * <p>Runs on the callback executor: for one target in the order of the transitions and one at a time, for different
 * targets side by side. An exception ends nothing: it is counted, and the listener's first one logged. A call that
 * hangs holds up this listener's later calls for that target, and no other listener.
 */
@FunctionalInterface
public interface MonitorListener {
    /**
     * A target's state has changed.
     *
     * @param transition from what to what, when, and why
     */
    void onTransition(Transition transition);
}
