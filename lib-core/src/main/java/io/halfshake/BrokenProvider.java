package io.halfshake;

import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineAvailability;
import io.halfshake.spi.EngineProvider;
import io.halfshake.spi.EngineSettings;
import java.util.List;

/** Stands for an engine on the class path that could not be loaded, so that the cause is reported and not thrown. */
record BrokenProvider(Throwable error) implements EngineProvider {
    @Override
    public String name() {
        return "unloadable";
    }

    @Override
    public String description() {
        return "An engine that is named on the class path but cannot be loaded";
    }

    /** As high as can be, so that it shows up among the engines that were passed over. */
    @Override
    public int preference() {
        return Integer.MAX_VALUE;
    }

    @Override
    public EngineAvailability availability() {
        Throwable root = error.getCause() == null ? error : error.getCause();
        return EngineAvailability.unavailable(error.getMessage() + " (" + root + ")", List.of());
    }

    @Override
    public Engine open(EngineSettings settings) {
        throw new IllegalStateException("engine: unloadable (expected one that loads)", error);
    }
}
