package io.halfshake.linux;

import io.halfshake.spi.EngineAvailability;
import java.util.function.Function;

/**
 * The {@code syn} engine: raw SYNs, which the kernel itself resets once they are answered.
 *
 * <p>On the class path it is found by itself, and used when asked for. {@link Syn} sets it up.
 */
public final class SynProvider extends PacketProvider {
    private static final SelfTestCache<EngineAvailability> FOUND =
            new SelfTestCache<>(PacketSelfTest::runSyn, Function.identity());

    /** With default settings. */
    public SynProvider() {
        this(new Syn());
    }

    SynProvider(Syn setup) {
        super(
                EngineNames.SYN,
                "SYN, SYN-ACK, RST with raw sockets, no socket per check; needs CAP_NET_RAW",
                FOUND,
                settings -> PacketEngineFactory.openSyn(setup, settings));
    }
}
