/** An application of named modules. */
module app {
    requires io.halfshake;
    requires io.halfshake.cluster.jdbc;
    requires io.halfshake.it;
    requires io.halfshake.linux;
}
