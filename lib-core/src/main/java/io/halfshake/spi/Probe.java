package io.halfshake.spi;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** One check of one address, as an engine gets it. */
public abstract class Probe {
    private final InetSocketAddress address;
    private final long deadlineNanos;
    private volatile @Nullable Object attachment;

    /**
     * A probe of one address.
     *
     * @param address a resolved address with a port of 1 to 65535; of 0 only for an engine that checks hosts
     * @param deadlineNanos when the checker stops waiting, on the scale of {@link System#nanoTime()}
     */
    protected Probe(InetSocketAddress address, long deadlineNanos) {
        this.address = address;
        this.deadlineNanos = deadlineNanos;
    }

    /**
     * The address to check.
     *
     * @return a resolved address
     */
    public final InetSocketAddress address() {
        return address;
    }

    /**
     * When the checker stops waiting and calls {@link Engine#expire}. An engine that gives the kernel a timeout of its
     * own takes it from here; others can ignore it.
     *
     * @return a time on the scale of {@link System#nanoTime()}
     */
    public final long deadlineNanos() {
        return deadlineNanos;
    }

    /**
     * The engine's own object for this probe.
     *
     * @return what {@link #attach} stored, or null
     */
    public final @Nullable Object attachment() {
        return attachment;
    }

    /**
     * Keeps an object for the engine's later calls.
     *
     * @param note anything
     */
    public final void attach(@Nullable Object note) {
        this.attachment = note;
    }

    /**
     * The engine is about to pass the first SYN to the kernel. Silence counts against the target only from here on.
     *
     * @param nanoTime now, on the scale of {@link System#nanoTime()}
     */
    public abstract void sent(long nanoTime);

    /**
     * What became of the probe. The first call counts, later ones have no effect. Never runs user code and never
     * throws, so that it may be called from an I/O loop; sockets are to be reset before.
     *
     * @param outcome what was found
     */
    public abstract void complete(Outcome outcome);
}
