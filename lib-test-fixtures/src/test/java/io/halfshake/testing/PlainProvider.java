package io.halfshake.testing;

import io.halfshake.Handshake;
import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineAvailability;
import io.halfshake.spi.EngineProvider;
import io.halfshake.spi.EngineSettings;
import java.util.List;
import java.util.function.Supplier;

/** Provides an engine that works everywhere. */
record PlainProvider(Handshake handshake, Supplier<Engine> engine) implements EngineProvider {
    @Override
    public String name() {
        return PlainEngine.NAME;
    }

    @Override
    public String description() {
        return "for tests of the contract";
    }

    @Override
    public int preference() {
        return -1;
    }

    @Override
    public EngineAvailability availability() {
        return EngineAvailability.available(handshake, List.of());
    }

    @Override
    public Engine open(EngineSettings settings) {
        return engine.get();
    }
}
