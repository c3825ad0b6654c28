package io.halfshake.linux;

import io.halfshake.spi.Availability;
import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineSettings;

/**
 * The {@code echo} engine: ICMP and ICMPv6 echo.
 *
 * <p>On the class path it is found by itself, and used when asked for. {@link Echo} sets it up.
 */
public final class EchoProvider extends PacketProvider {
    static final String NAME = "echo";

    private final Echo setup;

    /** With default settings. */
    public EchoProvider() {
        this(new Echo());
    }

    EchoProvider(Echo setup) {
        super(NAME, "ICMP echo: is the host there at all; needs ping_group_range or CAP_NET_RAW");
        this.setup = setup;
    }

    /** Kept for the life of the class: capabilities and kernels do not change under a running process. */
    private static final class Found {
        static final Availability AVAILABILITY = PacketSelfTest.runEcho();
    }

    @Override
    public Availability availability() {
        return Found.AVAILABILITY;
    }

    @Override
    Engine assemble(EngineSettings settings) {
        return PacketAssembly.openEcho(setup, settings);
    }
}
