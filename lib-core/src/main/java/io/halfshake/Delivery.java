package io.halfshake;

/** Where a result goes. Called on any thread, and must not run user code on it. */
@FunctionalInterface
interface Delivery {
    /** Called until it returns without an exception, which it throws only if the result did not arrive. */
    void deliver(CheckResult result);

    /** The last resort of a closed checker: the result arrives, even if user code then runs on this thread. */
    default void deliverHere(CheckResult result) {
        deliver(result);
    }
}
