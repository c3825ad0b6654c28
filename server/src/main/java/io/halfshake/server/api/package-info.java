/**
 * The JSON API below {@code /api/v1}, which {@code docs/openapi.yaml} describes, and badges. It only reads.
 *
 * <p>Names of fields are those that {@code halfshake watch --json} has, with units where there is one. They may be
 * added to, not changed.
 *
 * <p>Unless a type says otherwise, nothing here accepts or returns null, and everything is safe for use by many
 * threads.
 */
@NullMarked
package io.halfshake.server.api;

import org.jspecify.annotations.NullMarked;
