package io.halfshake.linux;

import io.halfshake.Handshake;
import io.halfshake.spi.EngineAvailability;
import io.halfshake.spi.EngineProvider;
import java.util.List;

/** Provides an engine on system calls that fail as the test says, without the self-test, which would fail too. */
interface FaultyEngine extends EngineProvider {
    @Override
    default String description() {
        return name() + " with injected failures";
    }

    @Override
    default int preference() {
        return -1;
    }

    @Override
    default EngineAvailability availability() {
        return EngineAvailability.available(Handshake.HALF, List.of());
    }
}
