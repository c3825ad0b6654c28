package io.halfshake.spi;

/**
 * An engine that may be present. Providers are found with {@link java.util.ServiceLoader}, or given to the builder.
 *
 * <p>No method throws for want of something on this machine, {@link #open} excepted: what is missing is a value, see
 * {@link #availability()}.
 */
public interface EngineProvider {
    /**
     * The name to ask for.
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
     * @return larger goes first; a negative engine is used only when asked for
     */
    int preference();

    /**
     * Whether the engine works here, found by doing: the first call may make a check of its own on loopback, later
     * calls return what that one found. Thread-safe.
     *
     * @return what was found; never a thrown Error
     */
    Availability availability();

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
