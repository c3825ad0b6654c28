/**
 * Checking more than once: {@link io.halfshake.retry.Retry}.
 *
 * <p>Unless a type says otherwise, nothing here accepts or returns null, everything is safe for use by many threads,
 * and an argument outside its range throws an {@link java.lang.IllegalArgumentException} whose text carries the name,
 * the value and the rule.
 */
@NullMarked
package io.halfshake.retry;

import org.jspecify.annotations.NullMarked;
