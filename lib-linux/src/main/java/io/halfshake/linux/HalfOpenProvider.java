package io.halfshake.linux;

import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineAvailability;
import io.halfshake.spi.EngineProvider;
import io.halfshake.spi.EngineSettings;

/**
 * The {@code half-open} engine: SYN, SYN-ACK, RST from kernel sockets, with no privilege.
 *
 * <p>On the class path it is found by itself. {@link HalfOpen} sets it up.
 */
public final class HalfOpenProvider implements EngineProvider {
    private static final int PREFERENCE = 100;

    private static final SelfTestCache<SelfTest.Finding> FOUND =
            new SelfTestCache<>(SelfTest::run, SelfTest.Finding::availability);

    private final HalfOpen setup;

    /** With default settings. */
    public HalfOpenProvider() {
        this(new HalfOpen());
    }

    HalfOpenProvider(HalfOpen setup) {
        this.setup = setup;
    }

    @Override
    public String name() {
        return EngineNames.HALF_OPEN;
    }

    @Override
    public String description() {
        return "SYN, SYN-ACK, RST from reused kernel sockets on an epoll loop; needs Linux, and JNA before JDK 22; no privilege";
    }

    @Override
    public int preference() {
        return PREFERENCE;
    }

    @Override
    public EngineAvailability availability() {
        return FOUND.get().availability();
    }

    @Override
    public Engine open(EngineSettings settings) {
        SelfTest.Finding found = FOUND.get();
        if (!found.availability().isAvailable()) {
            throw new IllegalStateException("engine: " + EngineNames.HALF_OPEN + " (expected available: "
                    + found.availability().cause() + ")");
        }
        return HalfOpenEngineFactory.open(setup, found.mode(), settings);
    }
}
