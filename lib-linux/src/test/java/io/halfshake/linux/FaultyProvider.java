package io.halfshake.linux;

import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineSettings;

/** The engine on system calls that fail as the test says. */
record FaultyProvider(FaultyCalls calls, HalfOpen setup, SocketFactory.Mode mode) implements FaultyEngine {
    @Override
    public String name() {
        return EngineNames.HALF_OPEN;
    }

    @Override
    public Engine open(EngineSettings settings) {
        return HalfOpenEngineFactory.open(setup, mode, settings, () -> calls);
    }
}
