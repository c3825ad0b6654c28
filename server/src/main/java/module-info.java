/** The standing watcher: its configuration file, and what it serves by HTTP. An application, so it exports nothing. */
@SuppressWarnings("requires-automatic") // Prometheus' libraries have no descriptors, but names for automatic modules.
module io.halfshake.server {
    requires com.fasterxml.jackson.core;
    requires io.halfshake;
    requires io.halfshake.cluster;
    requires io.halfshake.cluster.jdbc;
    requires io.prometheus.metrics.model;
    requires io.prometheus.writer.text;
    requires java.net.http;
    requires java.sql;
    requires jdk.httpserver;
    requires org.snakeyaml.engine;
    requires org.xerial.sqlitejdbc;
    requires static org.jspecify;
}
