/**
 * Where a monitor gets its time from: a seam for tests. Exported to the test fixtures only.
 *
 * <p>Needs nothing of {@link io.halfshake.monitor}, so that the two packages form no cycle.
 */
@NullMarked
package io.halfshake.monitor.time;

import org.jspecify.annotations.NullMarked;
