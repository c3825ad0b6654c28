/**
 * Measures a watcher that is used as in production: scraped, reloaded and looked at, beside a monitor alone. Its main
 * class is {@code Main}.
 */
@NullMarked
package io.halfshake.benchmarks.watcher;

import org.jspecify.annotations.NullMarked;
