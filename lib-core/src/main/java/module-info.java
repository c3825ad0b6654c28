/**
 * Checks whether TCP endpoints answer, unseen by the server's application.
 *
 * <p>{@link io.halfshake.Checker} is the entry point. Engines are found through
 * {@link io.halfshake.spi.EngineProvider}.
 *
 * <p>{@code jdk.jfr} is optional: without it there are no flight recorder events. On the class path of a run time
 * without {@code jdk.net} the engine {@code connect} makes full handshakes, and reports them; this module requires
 * {@code jdk.net}.
 */
@SuppressWarnings("module") // That one is compiled after this one.
module io.halfshake {
    requires static transitive org.jspecify;
    requires static jdk.jfr;
    requires jdk.net;

    exports io.halfshake;
    exports io.halfshake.diagnosis;
    exports io.halfshake.monitor;
    exports io.halfshake.monitor.time to
            io.halfshake.cluster,
            io.halfshake.testing;
    exports io.halfshake.retry;
    exports io.halfshake.spi;
    exports io.halfshake.internal to
            io.halfshake.cluster,
            io.halfshake.linux,
            io.halfshake.server,
            io.halfshake.testing;

    uses io.halfshake.spi.EngineProvider;

    provides io.halfshake.spi.EngineProvider with
            io.halfshake.connect.ConnectEngineProvider;
}
