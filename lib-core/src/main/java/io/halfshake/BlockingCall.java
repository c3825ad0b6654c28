package io.halfshake;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A caller that blocks for its result, which reaches it directly, with no hop through a pool. */
final class BlockingCall implements Delivery {
    private final Thread caller = Thread.currentThread();
    private volatile @Nullable CheckResult result;

    @Override
    public void deliver(CheckResult found) {
        result = found;
        LockSupport.unpark(caller);
    }

    /** Waits for the result. An interrupt stops the check, which then delivers at once. */
    CheckResult await(Check check) {
        boolean interrupted = false;
        CheckResult found = result;
        while (found == null) {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                interrupted = true;
                check.stop(UnknownReason.INTERRUPTED);
            }
            found = result;
        }
        if (interrupted) {
            caller.interrupt();
        }
        return found;
    }
}
