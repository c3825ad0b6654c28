/**
 * The log of a cluster in a PostgreSQL database.
 *
 * <p>Nothing here accepts or returns null.
 */
@NullMarked
package io.halfshake.cluster.jdbc;

import org.jspecify.annotations.NullMarked;
