/** What all commands share: options, the environment they run in, exit statuses, and errors that the user can fix. */
@NullMarked
package io.halfshake.cli.command;

import org.jspecify.annotations.NullMarked;
