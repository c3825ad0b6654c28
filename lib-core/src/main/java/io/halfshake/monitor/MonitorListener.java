package io.halfshake.monitor;

import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Receives what a monitor finds.
 *
 * <p>Runs on the callback executor: for one target in order and one call at a time, for different targets concurrently.
 * A result comes before the transition that it causes. Calls of {@link #onBlindness} come in order among themselves,
 * and concurrently to those for targets. An exception ends nothing: it is counted, and the listener's first one logged.
 * A call that hangs delays this listener's later calls for that target, and no other listener.
 */
@FunctionalInterface
public interface MonitorListener {
    /**
     * A target's state has changed.
     *
     * @param transition from what to what, when, and why
     */
    void onTransition(Transition transition);

    /**
     * A listener that logs each transition to the {@link System.Logger} {@code io.halfshake}, one line each: to
     * {@link TargetState#DOWN} at {@code WARNING}, to {@link TargetState#UP} at {@code INFO}, with the result that
     * decided it and the moments between which it happened.
     *
     * <p>A target that went down impairs a service, and so is worth a warning; it is no {@code ERROR}, since that is
     * how logs are searched for what the application itself did wrong, and this one did its work. That a target came
     * up, or was up from the first, needs no action, and is there to be read beside the warning.
     *
     * <p>A {@link Blindness} is logged when it begins, at {@code WARNING}, and when it is over, at {@code INFO}.
     *
     * <p>Results are not logged here, and cost nothing: the checker logs each at {@code DEBUG}.
     *
     * @return a listener; keep it to {@linkplain Monitor#removeListener remove} it
     */
    static MonitorListener logging() {
        return logging(UnaryOperator.identity());
    }

    /**
     * A listener that logs each transition, as {@link #logging()} does, with the name of the target before it:
     * {@code DOWN, was UP: orders, db:5432 (192.0.2.1:5432) is down: refused ...}.
     *
     * @param names gives the name of a target by its text, as it was added, or that text where it has no name; runs
     *     where listeners run, for each line
     * @return a listener; keep it to {@linkplain Monitor#removeListener remove} it
     */
    static MonitorListener logging(UnaryOperator<String> names) {
        TransitionLog log = new TransitionLog(Objects.requireNonNull(names, "names"));
        return new MonitorListener() {
            @Override
            public void onTransition(Transition transition) {
                log.write(transition);
            }

            @Override
            public void onBlindness(Blindness blindness) {
                log.write(blindness);
            }
        };
    }

    /**
     * A check of a target has a result, conclusive or not. Does nothing by default; a listener that does not override
     * it costs nothing for each result. One that is slow misses results, which {@link MonitorStats#droppedResults()}
     * counts, but no transition because of them.
     *
     * @param result with the state that it leaves the target in
     */
    default void onResult(TargetResult result) {}

    /**
     * A target was {@linkplain Monitor#remove removed} or {@linkplain Monitor#release released}, and with it what the
     * monitor knew of it. Comes after all results and transitions of the target, and before those of one that is added
     * with the same text later. None is missed, unless the {@linkplain MonitorBuilder#callbackExecutor callback
     * executor} discards it. Does nothing by default. That the monitor is closed removes no target.
     *
     * @param target as it was added
     */
    default void onRemoved(String target) {}

    /**
     * Fewer than the quorum of the {@linkplain MonitorBuilder#witnesses witnesses} respond, or enough of them again.
     * Called once for each of the two. None is missed. Does nothing by default.
     *
     * @param blindness as of now; {@linkplain Blindness#isOver over} at the second call
     */
    default void onBlindness(Blindness blindness) {}
}
