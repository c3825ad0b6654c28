package io.halfshake.linux;

import io.halfshake.spi.Availability;
import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineSettings;

/**
 * The {@code syn} engine: raw SYNs, which the kernel itself resets once they are answered.
 *
 * <p>On the class path it is found by itself, and used when asked for. {@link RawSyn} sets it up.
 */
public final class RawSynProvider extends PacketProvider {
    static final String NAME = "syn";

    private final RawSyn setup;

    /** With default settings. */
    public RawSynProvider() {
        this(new RawSyn());
    }

    RawSynProvider(RawSyn setup) {
        super(NAME, "SYN, SYN-ACK, RST with raw sockets, no socket a check; needs CAP_NET_RAW");
        this.setup = setup;
    }

    /** Kept for the life of the class: capabilities and kernels do not change under a running process. */
    private static final class Found {
        static final Availability AVAILABILITY = PacketSelfTest.runSyn();
    }

    @Override
    public Availability availability() {
        return Found.AVAILABILITY;
    }

    @Override
    Engine assemble(EngineSettings settings) {
        return PacketAssembly.openSyn(setup, settings);
    }
}
