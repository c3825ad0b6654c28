package io.halfshake.linux;

import io.halfshake.Handshake;
import io.halfshake.spi.Availability;
import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineProvider;
import io.halfshake.spi.EngineSettings;
import java.util.List;

/** The engine on system calls that fail as the test says. */
record FaultyProvider(FaultyCalls calls, HalfOpen setup, SocketFactory.Mode mode) implements EngineProvider {
    @Override
    public String name() {
        return HalfOpenProvider.NAME;
    }

    @Override
    public String description() {
        return "half-open with injected failures";
    }

    @Override
    public int preference() {
        return -1;
    }

    @Override
    public Availability availability() {
        return Availability.available(Handshake.HALF, List.of());
    }

    @Override
    public Engine open(EngineSettings settings) {
        return EngineAssembly.open(setup, mode, settings, () -> calls);
    }
}
