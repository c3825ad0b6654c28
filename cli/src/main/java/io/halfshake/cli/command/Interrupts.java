package io.halfshake.cli.command;

/** Notifies of interrupts: signals that end the process. */
public interface Interrupts {

    /**
     * Runs an action when the process is interrupted.
     *
     * @param action runs at most once, on a thread of its own, while other threads continue
     * @return to be cancelled when there is nothing left to interrupt
     */
    Registration onInterrupt(Runnable action);

    /** A registered action. */
    interface Registration {
        /** Removes the action, unless it is running. */
        void cancel();
    }
}
