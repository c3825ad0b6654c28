package io.halfshake.cli;

import io.halfshake.cli.command.ExitStatus;
import io.halfshake.cli.command.Interrupts;
import java.util.function.Consumer;

/**
 * SIGINT, SIGTERM and SIGHUP, as the JVM passes them on; the JVM then exits with 128 and the signal's number. Also the
 * end of the launcher, without which no signal of the terminal reaches this process.
 */
final class ShutdownHooks implements Interrupts {
    private final Launcher launcher;
    private final Consumer<Thread> hooks;

    ShutdownHooks(Launcher launcher) {
        this(launcher, Runtime.getRuntime()::addShutdownHook);
    }

    ShutdownHooks(Launcher launcher, Consumer<Thread> hooks) {
        this.launcher = launcher;
        this.hooks = hooks;
    }

    @Override
    public Registration onInterrupt(Runnable action) {
        Thread hook = new Thread(action, "halfshake-interrupted");
        try {
            hooks.accept(hook);
        } catch (IllegalStateException e) {
            // A signal came just before, and the JVM is on its way out.
            hook.start();
            return () -> {};
        }
        launcher.onExit(() -> System.exit(ExitStatus.TERMINATED));
        return () -> remove(hook);
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already: the hook runs, and finds nothing left to report.
        }
    }
}
