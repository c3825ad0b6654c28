package io.halfshake.linux;

import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineAvailability;
import io.halfshake.spi.EngineProvider;
import io.halfshake.spi.EngineSettings;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Provides an engine as another provider does, and shows the event loop that it runs on. */
final class ExposedLoop implements EngineProvider {
    private final EngineProvider real;
    private @Nullable LoopEngine opened;

    ExposedLoop(EngineProvider real) {
        this.real = real;
    }

    /** The first one of the engine that was opened last. */
    EventLoop get() {
        return Objects.requireNonNull(opened, "not opened yet").slots[0].loop().eventLoop;
    }

    @Override
    public String name() {
        return real.name();
    }

    @Override
    public String description() {
        return real.description();
    }

    @Override
    public int preference() {
        return real.preference();
    }

    @Override
    public EngineAvailability availability() {
        return real.availability();
    }

    @Override
    public Engine open(EngineSettings settings) {
        LoopEngine engine = (LoopEngine) real.open(settings);
        opened = engine;
        return engine;
    }
}
