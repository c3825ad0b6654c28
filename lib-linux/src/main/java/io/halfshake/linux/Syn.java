package io.halfshake.linux;

import io.halfshake.spi.EngineProvider;

/**
 * Sets up the {@code syn} engine, which sends SYNs through raw sockets: no socket and no descriptor per check, and the
 * kernel itself resets what is answered, so that not even a stopped JVM completes a handshake.
 *
 * <pre>{@code
 * Checker checker = Checker.builder()
 *         .engine(new Syn().packetsPerSecond(20_000).provider())
 *         .build();
 * }</pre>
 *
 * <p>It needs CAP_NET_RAW, and is for machines that you operate: to firewalls and intrusion detection it looks like a
 * port scan. {@link io.halfshake.Checker#create()} never chooses it.
 */
public final class Syn extends PacketSetup<Syn> {
    /** Default settings. */
    public Syn() {}

    @Override
    Syn self() {
        return this;
    }

    /**
     * The engine, for {@link io.halfshake.CheckerBuilder#engine(EngineProvider)}.
     *
     * @return a provider with these settings; later calls on this object do not change it
     */
    public EngineProvider provider() {
        Syn copy = new Syn();
        copyTo(copy);
        return new SynProvider(copy);
    }
}
