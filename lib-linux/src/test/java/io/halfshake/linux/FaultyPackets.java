package io.halfshake.linux;

import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineSettings;

/** The engines that make their own packets, on system calls that fail as the test says. */
record FaultyPackets(FaultyCalls calls, PacketSetup<?> setup) implements FaultyEngine {
    @Override
    public String name() {
        return setup instanceof Echo ? EngineNames.ECHO : EngineNames.SYN;
    }

    @Override
    public Engine open(EngineSettings settings) {
        if (setup instanceof Echo echo) {
            return PacketEngineFactory.openEcho(echo, settings, () -> calls);
        }
        return PacketEngineFactory.openSyn((Syn) setup, settings, () -> calls);
    }
}
