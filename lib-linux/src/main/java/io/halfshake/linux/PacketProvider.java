package io.halfshake.linux;

import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineAvailability;
import io.halfshake.spi.EngineProvider;
import io.halfshake.spi.EngineSettings;
import java.util.function.Function;

/** What the providers of the engines that make their own packets have in common. Loads without JNA, as they must. */
abstract class PacketProvider implements EngineProvider {
    /** Only when asked for. */
    private static final int PREFERENCE = -1;

    private final String name;
    private final String description;
    private final SelfTestCache<EngineAvailability> found;
    private final Function<EngineSettings, Engine> factory;

    /** The factory is called only where the engine is available. */
    PacketProvider(
            String name,
            String description,
            SelfTestCache<EngineAvailability> found,
            Function<EngineSettings, Engine> factory) {
        this.name = name;
        this.description = description;
        this.found = found;
        this.factory = factory;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String description() {
        return description;
    }

    @Override
    public final int preference() {
        return PREFERENCE;
    }

    @Override
    public final EngineAvailability availability() {
        return found.get();
    }

    @Override
    public final Engine open(EngineSettings settings) {
        EngineAvailability availability = availability();
        if (!availability.isAvailable()) {
            throw new IllegalStateException("engine: " + name + " (expected available: " + availability.cause() + ")");
        }
        return factory.apply(settings);
    }
}
