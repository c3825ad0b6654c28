package io.halfshake.linux;

import io.halfshake.spi.EngineProvider;
import org.jspecify.annotations.Nullable;

/**
 * Sets up the {@code half-open} engine.
 *
 * <pre>{@code
 * Checker checker = Checker.builder()
 *         .engine(new HalfOpen().sourceAddress(address).provider())
 *         .build();
 * }</pre>
 *
 * <p>What the kernel refuses makes {@link io.halfshake.CheckerBuilder#build()} fail, with the system call and its errno
 * in the text. Not safe for use by several threads at once.
 */
public final class HalfOpen extends LinuxSetup<HalfOpen> {
    private SocketFactory.@Nullable Mode mode;

    /** Default settings. */
    public HalfOpen() {}

    @Override
    HalfOpen self() {
        return this;
    }

    /**
     * Uses each socket for many checks, or for one only. By default the engine's self-test decides.
     *
     * @param reuse false for a fresh socket per check, at about one and a half times the cost
     * @return this
     */
    public HalfOpen reuseSockets(boolean reuse) {
        mode = reuse ? SocketFactory.Mode.REUSED : SocketFactory.Mode.FRESH;
        return this;
    }

    /**
     * The engine, for {@link io.halfshake.CheckerBuilder#engine(EngineProvider)}.
     *
     * @return a provider with these settings; later calls on this object do not change it
     */
    public EngineProvider provider() {
        HalfOpen copy = new HalfOpen();
        copyCommonTo(copy);
        copy.mode = mode;
        return new HalfOpenProvider(copy);
    }

    SocketFactory.Mode modeOr(SocketFactory.Mode found) {
        return mode == null ? found : mode;
    }
}
