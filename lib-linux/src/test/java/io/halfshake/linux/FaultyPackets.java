package io.halfshake.linux;

import io.halfshake.Handshake;
import io.halfshake.spi.Availability;
import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineProvider;
import io.halfshake.spi.EngineSettings;
import java.util.List;

/** The engines that make their own packets, on system calls that fail as the test says. */
record FaultyPackets(FaultyCalls calls, PacketSetup<?> setup) implements EngineProvider {
    @Override
    public String name() {
        return setup instanceof Echo ? EchoProvider.NAME : RawSynProvider.NAME;
    }

    @Override
    public String description() {
        return name() + " with injected failures";
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
        if (setup instanceof Echo echo) {
            return PacketAssembly.openEcho(echo, settings, () -> calls);
        }
        return PacketAssembly.openSyn((RawSyn) setup, settings, () -> calls);
    }
}
