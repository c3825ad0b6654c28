package io.halfshake.linux;

import io.halfshake.spi.Availability;
import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineProvider;
import io.halfshake.spi.EngineSettings;

/**
 * The {@code echo} engine: ICMP and ICMPv6 echo.
 *
 * <p>On the class path it is found by itself, and used when asked for. {@link Echo} sets it up.
 */
public final class EchoProvider implements EngineProvider {
    static final String NAME = "echo";

    /** Only when asked for. */
    private static final int PREFERENCE = -1;

    private final Echo setup;

    /** With default settings. */
    public EchoProvider() {
        this(new Echo());
    }

    EchoProvider(Echo setup) {
        this.setup = setup;
    }

    /** Kept for the life of the class: capabilities and kernels do not change under a running process. */
    private static final class Found {
        static final Availability AVAILABILITY = PacketSelfTest.runEcho();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "ICMP echo: is the host there at all; needs ping_group_range or CAP_NET_RAW";
    }

    @Override
    public int preference() {
        return PREFERENCE;
    }

    @Override
    public Availability availability() {
        return Found.AVAILABILITY;
    }

    @Override
    public Engine open(EngineSettings settings) {
        if (!availability().isAvailable()) {
            throw new IllegalStateException("engine: " + NAME + " (expected available: "
                    + availability().cause() + ")");
        }
        return PacketAssembly.openEcho(setup, settings);
    }
}
