/**
 * Checks of TCP endpoints: the {@link io.halfshake.Checker}, its results and their evidence.
 *
 * <p>Unless a type says otherwise, nothing here accepts or returns null, everything is safe for use by many threads,
 * and an argument outside its range throws an {@link java.lang.IllegalArgumentException} whose text carries the name,
 * the value and the rule.
 */
@NullMarked
package io.halfshake;

import org.jspecify.annotations.NullMarked;
