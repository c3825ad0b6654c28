/**
 * Alerts: {@link io.halfshake.server.alerts.Alerts} listens to a monitor and sends to sinks what changed.
 *
 * <p>Unless a type says otherwise, nothing here accepts or returns null.
 */
@NullMarked
package io.halfshake.server.alerts;

import org.jspecify.annotations.NullMarked;
