package io.halfshake;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the library logs on this thread, which is kept from the console meanwhile. One at a time: {@link #LOCK}. By
 * reflection, since the module does not require {@code java.logging}.
 */
public final class Logged implements AutoCloseable {
    /** To be locked as a resource by the test. */
    public static final String LOCK = "java.util.logging";

    private static final String PACKAGE = "java.util.logging.";

    public final List<String> texts = new ArrayList<>();

    /** The same with their levels, as {@code java.util.logging} names them: {@code FINE} is {@code DEBUG}. */
    public final List<String> lines = new ArrayList<>();

    /** Runs inside the log, as a handler of the user's does. */
    Runnable onLine = () -> {};

    private final Thread thread = Thread.currentThread();
    private final boolean fails;

    /** Refers to it, since a logger that is not referred to is lost with what was set on it. */
    private final Object logger;

    /** Logs what is logged by default. */
    public Logged() throws ReflectiveOperationException {
        this(null, false);
    }

    /** Logs {@code DEBUG} too. */
    public static Logged debug() throws ReflectiveOperationException {
        return new Logged("FINE", false);
    }

    /** Throws after each line. */
    public static Logged throwing() throws ReflectiveOperationException {
        return new Logged("FINE", true);
    }

    private Logged(@Nullable String level, boolean fails) throws ReflectiveOperationException {
        this.fails = fails;
        logger = type("Logger").getMethod("getLogger", String.class).invoke(null, "io.halfshake");
        setLevel(level);
        setFilter(Proxy.newProxyInstance(
                Logged.class.getClassLoader(),
                new Class<?>[] {type("Filter")},
                (proxy, method, arguments) -> isOthers(arguments[0])));
    }

    private boolean isOthers(Object entry) throws ReflectiveOperationException {
        if (Thread.currentThread() != thread) {
            return true;
        }
        String text = (String) type("LogRecord").getMethod("getMessage").invoke(entry);
        texts.add(text);
        lines.add(type("LogRecord").getMethod("getLevel").invoke(entry) + " " + text);
        onLine.run();
        if (fails) {
            throw new IllegalStateException("thrown by a test");
        }
        return false;
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(PACKAGE + name);
    }

    private void setFilter(@Nullable Object filter) throws ReflectiveOperationException {
        type("Logger").getMethod("setFilter", type("Filter")).invoke(logger, filter);
    }

    private void setLevel(@Nullable String level) throws ReflectiveOperationException {
        Object parsed = level == null
                ? null
                : type("Level").getMethod("parse", String.class).invoke(null, level);
        type("Logger").getMethod("setLevel", type("Level")).invoke(logger, parsed);
    }

    @Override
    public void close() throws ReflectiveOperationException {
        setFilter(null);
        setLevel(null);
    }
}
