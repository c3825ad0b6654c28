/**
 * Tells whether a TCP endpoint answers, without the server noticing the question.
 *
 * <p>{@link io.halfshake.Checker} is the door. Engines are found through {@link io.halfshake.spi.EngineProvider}.
 *
 * <p>{@code jdk.jfr} is optional: without it there are no flight recorder events. On the class path of a run time
 * without {@code jdk.net} the portable engine makes full handshakes, and says so; as a module, this one brings it
 * along.
 */
module io.halfshake {
    requires static transitive org.jspecify;
    requires static jdk.jfr;
    requires jdk.net;

    exports io.halfshake;
    exports io.halfshake.monitor;
    exports io.halfshake.spi;

    uses io.halfshake.spi.EngineProvider;
}
