package io.halfshake.linux;

import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineProvider;
import io.halfshake.spi.EngineSettings;

/** What the providers of the engines that make their own packets have in common. Loads without Netty, as they must. */
abstract class PacketProvider implements EngineProvider {
    /** Only when asked for. */
    private static final int PREFERENCE = -1;

    private final String name;
    private final String description;

    PacketProvider(String name, String description) {
        this.name = name;
        this.description = description;
    }

    /** Called only where the engine is available. */
    abstract Engine assemble(EngineSettings settings);

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
    public final Engine open(EngineSettings settings) {
        if (!availability().isAvailable()) {
            throw new IllegalStateException("engine: " + name + " (expected available: "
                    + availability().cause() + ")");
        }
        return assemble(settings);
    }
}
