/**
 * A small HTTP server on the JDK's own: {@link io.halfshake.server.web.WebServer} answers {@code GET} and {@code HEAD}
 * for a fixed set of paths, each with a {@link io.halfshake.server.web.Handler}; of a path one part may be a parameter.
 *
 * <p>{@link io.halfshake.server.web.WebSecurity} says which clients are answered, and whether by TLS, which is a
 * listener in front of that server.
 *
 * <p>Every request is taken for a hostile one: paths match exactly, parameters are bounded, and an error is plain text
 * that carries name, value and rule.
 *
 * <p>Unless a type says otherwise, nothing here accepts or returns null, and everything is safe for use by many
 * threads.
 */
@NullMarked
package io.halfshake.server.web;

import org.jspecify.annotations.NullMarked;
