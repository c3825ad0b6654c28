package io.halfshake.linux;

import io.halfshake.spi.EngineProvider;

/**
 * Sets up the {@code echo} engine, which asks whether a host is there at all: ICMP and ICMPv6 echo. It asks hosts, so
 * that a target has no port: {@code checker.checkAddr("db.example", timeout)}. A port that is given has no meaning.
 *
 * <p>It needs a group in net.ipv4.ping_group_range, as most distributions set it, or CAP_NET_RAW.
 * {@link io.halfshake.Checker#create()} never chooses it.
 */
public final class Echo extends PacketSetup<Echo> {
    /** Default settings. */
    public Echo() {}

    @Override
    Echo self() {
        return this;
    }

    /**
     * The engine, for {@link io.halfshake.CheckerBuilder#engine(EngineProvider)}.
     *
     * @return a provider with these settings; later calls on this object do not change it
     */
    public EngineProvider provider() {
        Echo copy = new Echo();
        copyTo(copy);
        return new EchoProvider(copy);
    }
}
