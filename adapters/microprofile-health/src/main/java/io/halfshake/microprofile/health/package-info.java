/**
 * Halfshake in an application with CDI: a {@link io.halfshake.Checker} and a {@link io.halfshake.monitor.Monitor} as
 * beans, targets from MicroProfile Config, and health checks that read what the monitor knows.
 */
@NullMarked
package io.halfshake.microprofile.health;

import org.jspecify.annotations.NullMarked;
