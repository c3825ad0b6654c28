package io.halfshake.linux;

import java.lang.System.Logger.Level;

/** Tells of what a loop has survived and no check's result says. */
final class LoopWarnings {
    private LoopWarnings() {}

    /** Never throws: its callers have to go on. */
    static void report(String what, Throwable error) {
        try {
            System.getLogger("io.halfshake").log(Level.ERROR, what, error);
        } catch (RuntimeException | Error e) {
            // Usually there is no memory even for that. With nothing to tell it with, going on is all that is left.
            return;
        }
    }
}
