package io.halfshake.linux;

import io.halfshake.spi.Availability;
import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineProvider;
import io.halfshake.spi.EngineSettings;

/**
 * The {@code syn} engine: raw SYNs, which the kernel itself resets once they are answered.
 *
 * <p>On the class path it is found by itself, and used when asked for. {@link RawSyn} sets it up.
 */
public final class RawSynProvider implements EngineProvider {
    static final String NAME = "syn";

    /** Only when asked for. */
    private static final int PREFERENCE = -1;

    private final RawSyn setup;

    /** With default settings. */
    public RawSynProvider() {
        this(new RawSyn());
    }

    RawSynProvider(RawSyn setup) {
        this.setup = setup;
    }

    /** Kept for the life of the class: capabilities and kernels do not change under a running process. */
    private static final class Found {
        static final Availability AVAILABILITY = PacketSelfTest.runSyn();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "SYN, SYN-ACK, RST with raw sockets, no socket a check; needs CAP_NET_RAW";
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
        return PacketAssembly.openSyn(setup, settings);
    }
}
