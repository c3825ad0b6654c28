package io.halfshake.cli;

/** SIGINT, SIGTERM and SIGHUP, as the JVM passes them on. The JVM then exits with 128 and the signal's number. */
final class ShutdownHooks implements Interrupts {

    @Override
    public Registration onInterrupt(Runnable action) {
        Thread hook = new Thread(action, "halfshake-interrupted");
        Runtime.getRuntime().addShutdownHook(hook);
        return () -> remove(hook);
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already: the hook runs, and finds that there is nothing left to say.
        }
    }
}
