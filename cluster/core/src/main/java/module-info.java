/**
 * Several members share the targets of one monitor. What each of them finds is proposed to a replicated log, and what
 * the log has accepted is announced.
 */
module io.halfshake.cluster {
    requires transitive io.halfshake;
    requires static transitive org.jspecify;

    exports io.halfshake.cluster;
    exports io.halfshake.cluster.spi;
}
