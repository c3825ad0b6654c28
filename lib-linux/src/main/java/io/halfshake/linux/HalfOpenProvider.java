package io.halfshake.linux;

import io.halfshake.spi.Availability;
import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineProvider;
import io.halfshake.spi.EngineSettings;

/**
 * The {@code half-open} engine: SYN, SYN-ACK, RST from kernel sockets, with no privilege.
 *
 * <p>On the class path it is found by itself. {@link HalfOpen} sets it up.
 */
public final class HalfOpenProvider implements EngineProvider {
    static final String NAME = "half-open";

    private static final int PREFERENCE = 100;

    private final HalfOpen setup;

    /** With default settings. */
    public HalfOpenProvider() {
        this(new HalfOpen());
    }

    HalfOpenProvider(HalfOpen setup) {
        this.setup = setup;
    }

    /** Kept for the life of the class: what a kernel does does not change under a running process. */
    private static final class Found {
        static final SelfTest.Finding FINDING = SelfTest.run();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "SYN, SYN-ACK, RST from reused kernel sockets on an epoll loop; needs Linux, JNA and Netty, no privilege";
    }

    @Override
    public int preference() {
        return PREFERENCE;
    }

    @Override
    public Availability availability() {
        return Found.FINDING.availability();
    }

    @Override
    public Engine open(EngineSettings settings) {
        if (!availability().isAvailable()) {
            throw new IllegalStateException("engine: " + NAME + " (expected available: "
                    + availability().cause() + ")");
        }
        return EngineAssembly.open(setup, Found.FINDING.mode(), settings);
    }
}
