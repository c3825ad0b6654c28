package io.halfshake;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the library logs on this thread, which is kept from the console meanwhile. One at a time: {@link #LOCK}. By
 * reflection, since the module does not require {@code java.logging}.
 */
final class Logged implements AutoCloseable {
    /** To be locked as a resource by the test. */
    static final String LOCK = "java.util.logging";

    private static final String PACKAGE = "java.util.logging.";

    final List<String> texts = new ArrayList<>();
    private final Thread thread = Thread.currentThread();

    /** Refers to it, since a logger that is not referred to is lost with what was set on it. */
    private final Object logger;

    Logged() throws ReflectiveOperationException {
        logger = type("Logger").getMethod("getLogger", String.class).invoke(null, "io.halfshake");
        set(Proxy.newProxyInstance(
                Logged.class.getClassLoader(), new Class<?>[] {type("Filter")}, (proxy, method, arguments) -> {
                    boolean own = Thread.currentThread() == thread;
                    if (own) {
                        texts.add((String)
                                type("LogRecord").getMethod("getMessage").invoke(arguments[0]));
                    }
                    return !own;
                }));
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(PACKAGE + name);
    }

    private void set(@Nullable Object filter) throws ReflectiveOperationException {
        type("Logger").getMethod("setFilter", type("Filter")).invoke(logger, filter);
    }

    @Override
    public void close() throws ReflectiveOperationException {
        set(null);
    }
}
