package io.halfshake.spi;

/**
 * An engine that may be present. Providers are found with {@link java.util.ServiceLoader}, or given to the builder.
 *
 * <p>Only {@link #open} throws where this machine lacks something; {@link #availability()} returns that as a value.
 */
public interface EngineProvider {
    /**
     * The engine's name.
     *
     * @return lower case, such as {@code half-open}
     */
    String name();

    /**
     * What the engine does and what it needs.
     *
     * @return one line
     */
    String description();

    /**
     * Which engine {@link io.halfshake.Checker#create()} tries first.
     *
     * @return larger goes first; a negative engine is used only on request
     */
    int preference();

    /**
     * Probes whether the engine works on this host. The first call may make a check of its own on loopback; later calls
     * return what that one found, or try again where that {@linkplain EngineAvailability#mayChange() may change}.
     * Thread-safe.
     *
     * @return what was found; never a thrown Error
     */
    EngineAvailability availability();

    /**
     * Opens an engine.
     *
     * @param settings how large it is to be
     * @return a new engine; the caller closes it
     * @throws RuntimeException if the operating system refuses something that was asked for; the checker's builder
     *     reports it as the reason why there is no such engine
     */
    Engine open(EngineSettings settings);
}
