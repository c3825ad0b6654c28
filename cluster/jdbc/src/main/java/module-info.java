/** The log of a cluster in a PostgreSQL database. */
module io.halfshake.cluster.jdbc {
    requires transitive io.halfshake.cluster;
    requires transitive java.sql;
    requires static org.jspecify;

    exports io.halfshake.cluster.jdbc;
}
