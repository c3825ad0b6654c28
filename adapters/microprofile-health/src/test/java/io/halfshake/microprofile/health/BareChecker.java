package io.halfshake.microprofile.health;

import io.halfshake.Checker;
import io.halfshake.EngineReport;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** A checker as a mock is that was told nothing but its engine: all else is null. */
final class BareChecker {
    private BareChecker() {}

    static Checker create() {
        return withEngine(null);
    }

    static Checker withEngine(@Nullable EngineReport engine) {
        return (Checker) Proxy.newProxyInstance(
                Checker.class.getClassLoader(),
                new Class<?>[] {Checker.class},
                (proxy, method, arguments) -> answer(proxy, method, arguments, engine));
    }

    private static @Nullable Object answer(
            Object proxy, Method method, Object @Nullable [] arguments, @Nullable EngineReport engine) {
        return switch (method.getName()) {
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> arguments != null && proxy == arguments[0];
            case "engine" -> engine;
            default -> null;
        };
    }
}
