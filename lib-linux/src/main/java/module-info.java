/**
 * The engines of Halfshake that need Linux. {@link io.halfshake.Checker#create()} finds them by itself; to set them up,
 * see {@link io.halfshake.linux.HalfOpen}.
 */
@SuppressWarnings(
        "requires-automatic") // JNA's module descriptor comes in a second artifact that would double users' JNA.
module io.halfshake.linux {
    requires transitive io.halfshake;
    requires static transitive org.jspecify;
    // Not static: on the module path of a JDK before 22 it would then be missing unless users add it by hand.
    requires com.sun.jna;
    // For applications that share their event loops, and no others. Not transitive: no other module would compile
    // without it.
    requires static io.netty.common;
    requires static io.netty.transport;
    requires static io.netty.transport.classes.epoll;
    requires static io.netty.transport.unix.common;

    exports io.halfshake.linux;

    // JNA binds the native methods by reflection.
    opens io.halfshake.linux to
            com.sun.jna;

    provides io.halfshake.spi.EngineProvider with
            io.halfshake.linux.HalfOpenProvider,
            io.halfshake.linux.SynProvider,
            io.halfshake.linux.EchoProvider;
}
