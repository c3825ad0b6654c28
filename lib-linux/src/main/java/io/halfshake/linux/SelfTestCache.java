package io.halfshake.linux;

import io.halfshake.spi.EngineAvailability;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps what a self-test found, unless that {@linkplain EngineAvailability#mayChange() may change}. Thread-safe. */
final class SelfTestCache<T> {
    private final Supplier<T> selfTest;
    private final Function<T, EngineAvailability> availability;
    private @Nullable T found;

    SelfTestCache(Supplier<T> selfTest, Function<T, EngineAvailability> availability) {
        this.selfTest = selfTest;
        this.availability = availability;
    }

    T get() {
        NativeInterfaces.reportMistake();
        return keptOrFound();
    }

    private synchronized T keptOrFound() {
        T kept = found;
        if (kept == null || availability.apply(kept).mayChange()) {
            kept = selfTest.get();
            found = kept;
        }
        return kept;
    }
}
