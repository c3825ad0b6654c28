package io.halfshake.cli.serve;

import java.lang.System.Logger.Level;
import java.lang.reflect.Proxy;

/** SIGHUP, which ends a JVM unless something else is done with it. */
final class HangUp {
    private static final System.Logger LOG = System.getLogger("io.halfshake");

    private HangUp() {}

    /**
     * Runs an action at each SIGHUP from now on, on a thread of the JVM's. What it throws is logged. By reflection:
     * javac warns of the module jdk.unsupported, which alone has this.
     */
    static void onSignal(Runnable action) {
        Runnable guarded = () -> run(action, LOG);
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            guarded.run();
                            return null;
                        }
                        return method.invoke(guarded, arguments);
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), proxy);
        } catch (ReflectiveOperationException e) {
            LOG.log(Level.WARNING, "SIGHUP will end the process instead of reloading the configuration", e);
        }
    }

    /** The JVM's thread has no other place for what is thrown than a stack trace. */
    static void run(Runnable action, System.Logger log) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            log.log(Level.ERROR, "SIGHUP: configuration not reloaded", e);
        }
    }
}
