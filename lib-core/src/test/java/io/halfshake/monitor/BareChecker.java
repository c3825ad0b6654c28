package io.halfshake.monitor;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A checker as an unstubbed mock is, or one stubbed for {@code checkAddrAsync} alone: all else is null. */
public final class BareChecker {
    private BareChecker() {}

    public static Checker create() {
        return returning(null);
    }

    public static Checker returning(@Nullable CompletableFuture<@Nullable CheckResult> future) {
        return (Checker) Proxy.newProxyInstance(
                Checker.class.getClassLoader(),
                new Class<?>[] {Checker.class},
                (proxy, method, arguments) -> answer(method, future));
    }

    private static @Nullable Object answer(Method method, @Nullable Object future) {
        return method.getName().equals("checkAddrAsync") ? future : null;
    }
}
