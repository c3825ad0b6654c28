package io.halfshake.cluster;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is logged on this thread until it is closed, with levels as {@code java.util.logging} names them. One at a time:
 * {@link #LOCK}. By reflection, since the module does not require {@code java.logging}.
 */
final class LogLines implements AutoCloseable {
    /** To be locked as a resource by the test. */
    static final String LOCK = "java.util.logging";

    private static final String PACKAGE = "java.util.logging.";

    private final Thread thread = Thread.currentThread();
    private final List<String> lines = new ArrayList<>();

    /** Referred to, since a logger without a reference is lost with what was set on it. */
    private final Object logger;

    LogLines() throws ReflectiveOperationException {
        logger = type("Logger").getMethod("getLogger", String.class).invoke(null, "io.halfshake");
        setFilter(Proxy.newProxyInstance(
                LogLines.class.getClassLoader(),
                new Class<?>[] {type("Filter")},
                (proxy, method, arguments) -> isOthers(arguments[0])));
    }

    /** What was logged since this was last called. */
    List<String> take() {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }

    private boolean isOthers(Object entry) throws ReflectiveOperationException {
        if (Thread.currentThread() != thread) {
            return true;
        }
        lines.add(type("LogRecord").getMethod("getLevel").invoke(entry) + " "
                + type("LogRecord").getMethod("getMessage").invoke(entry));
        return false;
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(PACKAGE + name);
    }

    private void setFilter(@Nullable Object filter) throws ReflectiveOperationException {
        type("Logger").getMethod("setFilter", type("Filter")).invoke(logger, filter);
    }

    @Override
    public void close() throws ReflectiveOperationException {
        setFilter(null);
    }
}
