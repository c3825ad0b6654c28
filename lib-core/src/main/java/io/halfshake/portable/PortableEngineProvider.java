package io.halfshake.portable;

import io.halfshake.Handshake;
import io.halfshake.spi.Availability;
import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineProvider;
import io.halfshake.spi.EngineSettings;
import org.jspecify.annotations.Nullable;

/** The engine that is always there. */
public final class PortableEngineProvider implements EngineProvider {
    static final String NAME = "connect";

    private final Sockets sockets = Sockets.find();
    private @Nullable Availability availability;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Socket.connect with zero linger; half open on Linux where the JDK has TCP_QUICKACK; needs nothing";
    }

    @Override
    public int preference() {
        return 0;
    }

    @Override
    public synchronized Availability availability() {
        if (availability == null) {
            availability = SelfTest.run(sockets);
        }
        return availability;
    }

    @Override
    public Engine open(EngineSettings settings) {
        boolean half = availability().handshake() == Handshake.HALF;
        return new PortableEngine(
                half ? sockets : sockets.knownToBeFull(), ConnectThreads.forProbes(settings.maxProbes()));
    }
}
