package io.halfshake.cli.serve;

import java.lang.System.Logger.Level;
import java.lang.reflect.Proxy;

/** SIGHUP, which ends a JVM unless something else is done with it. */
final class HangUp {
    private HangUp() {}

    /**
     * Runs an action at each SIGHUP from now on, on a thread of the JVM's. By reflection: javac warns of the module
     * jdk.unsupported, which alone has this.
     */
    static void onSignal(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                            return null;
                        }
                        return method.invoke(action, arguments);
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), proxy);
        } catch (ReflectiveOperationException e) {
            System.getLogger("io.halfshake")
                    .log(Level.WARNING, "SIGHUP will end the process instead of reloading the configuration", e);
        }
    }
}
