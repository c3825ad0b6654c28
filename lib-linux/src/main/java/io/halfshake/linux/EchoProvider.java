package io.halfshake.linux;

import io.halfshake.spi.EngineAvailability;
import java.util.function.Function;

/**
 * The {@code echo} engine: ICMP and ICMPv6 echo.
 *
 * <p>On the class path it is found by itself, and used when asked for. {@link Echo} sets it up.
 */
public final class EchoProvider extends PacketProvider {
    private static final SelfTestCache<EngineAvailability> FOUND =
            new SelfTestCache<>(PacketSelfTest::runEcho, Function.identity());

    /** With default settings. */
    public EchoProvider() {
        this(new Echo());
    }

    EchoProvider(Echo setup) {
        super(
                EngineNames.ECHO,
                "ICMP echo: is the host there at all; needs ping_group_range or CAP_NET_RAW",
                FOUND,
                settings -> PacketEngineFactory.openEcho(setup, settings));
    }
}
