package io.halfshake;

/** Where a result goes. Called once a check, on any thread, and must not run user code on it. */
@FunctionalInterface
interface Delivery {
    void deliver(CheckResult result);
}
