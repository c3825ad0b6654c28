/** Tests of every engine in the lab. They use only the network namespace of the tests. */
@NullMarked
package io.halfshake.lab;

import org.jspecify.annotations.NullMarked;
