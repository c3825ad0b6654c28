/**
 * The engines of Halfshake that need Linux. {@link io.halfshake.Checker#create()} finds them by itself; to set them up,
 * see {@link io.halfshake.linux.HalfOpen}.
 */
@SuppressWarnings(
        "requires-automatic") // JNA's module descriptor comes in a second artifact that would double users' JNA.
module io.halfshake.linux {
    requires transitive io.halfshake;
    requires static transitive org.jspecify;
    requires com.sun.jna;
    requires io.netty.common;
    requires transitive io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.unix.common;
    // Only their native libraries are wanted, but an unnamed module's jar would not be looked into.
    requires io.netty.transport.epoll.linux.x86_64;
    requires io.netty.transport.epoll.linux.aarch_64;

    exports io.halfshake.linux;

    // JNA binds the native methods by reflection.
    opens io.halfshake.linux to
            com.sun.jna;

    provides io.halfshake.spi.EngineProvider with
            io.halfshake.linux.HalfOpenProvider,
            io.halfshake.linux.SynProvider,
            io.halfshake.linux.EchoProvider;
}
