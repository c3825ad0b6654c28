/** What every engine finds in the lab. Nothing here touches the network outside of the tests' own namespace. */
@NullMarked
package io.halfshake.lab;

import org.jspecify.annotations.NullMarked;
