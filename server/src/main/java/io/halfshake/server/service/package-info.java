/**
 * What a service manager such as systemd is notified of, as sd_notify(3) describes it. Needs no other package of the
 * server.
 *
 * <p>Unless a type says otherwise, nothing here accepts or returns null.
 */
@NullMarked
package io.halfshake.server.service;

import org.jspecify.annotations.NullMarked;
