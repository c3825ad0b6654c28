package io.halfshake.server.maintenance;

import java.time.Instant;

/**
 * A window that is open.
 *
 * @param window as it is configured
 * @param until when it ends
 */
public record OpenWindow(MaintenanceWindow window, Instant until) {}
