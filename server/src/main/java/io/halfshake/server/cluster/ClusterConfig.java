package io.halfshake.server.cluster;

import io.halfshake.server.alerts.Secret;
import org.jspecify.annotations.Nullable;

/**
 * The cluster that the watcher is a member of, whose log is in a PostgreSQL database.
 *
 * @param name of the cluster in the database, the same on all members
 * @param member the name of this member, which no other has
 * @param zone what may fail with this member as one; empty for a zone of its own
 * @param url of JDBC, without user and password
 * @param user null for that of the system
 * @param password null for none
 */
public record ClusterConfig(
        String name,
        String member,
        String zone,
        String url,
        @Nullable String user,
        @Nullable Secret password) {}
