package io.halfshake.linux;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets one call out of many throw, of whatever was wrapped: that with a given number, or the first of a method. */
final class Injector {
    static final int NEVER = Integer.MAX_VALUE;

    private static final List<Supplier<Throwable>> THROWN = List.of(
            () -> new OutOfMemoryError("injected"),
            () -> new StackOverflowError("injected"),
            () -> new NoSuchMethodError("injected"),
            () -> new IllegalStateException("injected"));

    private final int number;
    private final @Nullable String method;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean isArmed;

    private volatile @Nullable String thrownBy;

    private Injector(int number, @Nullable String method) {
        this.number = number;
        this.method = method;
    }

    Injector(int number) {
        this(number, null);
    }

    /** Throws at the first call of this method, a name such as {@code SystemCalls.socket}. */
    static Injector atFirst(String method) {
        return new Injector(0, method);
    }

    /** From now on calls are counted. */
    void arm() {
        isArmed = true;
    }

    void disarm() {
        isArmed = false;
    }

    /** Which method has thrown, or null if none has yet. */
    @Nullable
    String thrownBy() {
        return thrownBy;
    }

    void pass(String call) throws Throwable {
        boolean isCounted = isArmed && (method == null || method.equals(call));
        if (isCounted && calls.getAndIncrement() == number) {
            thrownBy = call;
            throw THROWN.get(number % THROWN.size()).get();
        }
    }

    /** Passes every call on but the one that throws, which never reaches the real object; some are not counted. */
    <T> T wrap(Class<T> type, T real, Set<String> spared) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, values) -> {
                    if (!spared.contains(method.getName()) && method.getDeclaringClass() != Object.class) {
                        pass(type.getSimpleName() + "." + method.getName());
                    }
                    return call(real, method, values);
                }));
    }

    static @Nullable Object call(Object real, Method method, @Nullable Object @Nullable [] values) throws Throwable {
        try {
            return method.invoke(real, values);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
