package io.halfshake.cli;

/** Tells when the process is asked to end before it is done. */
interface Interrupts {

    /**
     * Runs something if the process is asked to end.
     *
     * @param action runs once at most, on a thread of its own, while everything else goes on
     * @return to be withdrawn when there is nothing to break off any more
     */
    Registration onInterrupt(Runnable action);

    /** An action that may still run. */
    interface Registration {
        /** Takes the action back, unless it runs already. */
        void withdraw();
    }
}
