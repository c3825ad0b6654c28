/**
 * Tells whether a TCP endpoint answers, without the server noticing the question.
 *
 * <p>{@link io.halfshake.Checker} is the door. Engines are found through {@link io.halfshake.spi.EngineProvider}.
 *
 * <p>{@code jdk.net} and {@code jdk.jfr} are optional: without the first the portable engine makes full handshakes,
 * without the second there are no flight recorder events. Both cases are handled at run time.
 */
module io.halfshake {
    requires static transitive org.jspecify;
    requires static jdk.jfr;
    requires static jdk.net;

    exports io.halfshake;
    exports io.halfshake.spi;

    uses io.halfshake.spi.EngineProvider;
}
