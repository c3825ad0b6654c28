package io.halfshake.connect;

import io.halfshake.Handshake;
import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineAvailability;
import io.halfshake.spi.EngineProvider;
import io.halfshake.spi.EngineSettings;
import org.jspecify.annotations.Nullable;

/** The engine that is always there. */
public final class ConnectEngineProvider implements EngineProvider {
    static final String NAME = "connect";

    private final Sockets sockets = Sockets.find();
    private @Nullable EngineAvailability availability;

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
    public synchronized EngineAvailability availability() {
        EngineAvailability found = availability;
        if (found == null || found.mayChange()) {
            found = SelfTest.run(sockets);
            availability = found;
        }
        return found;
    }

    @Override
    public Engine open(EngineSettings settings) {
        // Now rather than with the first error, when descriptors or loopback may be what is lacking.
        ErrorTexts.ofProcess().learned();
        boolean half = availability().handshake() == Handshake.HALF;
        return new ConnectEngine(
                half ? sockets : sockets.knownToBeFull(), ConnectThreads.forProbes(settings.maxProbes()));
    }
}
