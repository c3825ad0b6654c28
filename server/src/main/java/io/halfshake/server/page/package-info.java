/**
 * The page for people, in plain HTML, CSS and JavaScript, which reads the API and the events. Nothing of a target is
 * ever written into its HTML: names are data.
 *
 * <p>Unless a type says otherwise, nothing here accepts or returns null, and everything is safe for use by many
 * threads.
 */
@NullMarked
package io.halfshake.server.page;

import org.jspecify.annotations.NullMarked;
