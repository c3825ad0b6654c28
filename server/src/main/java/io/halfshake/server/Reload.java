package io.halfshake.server;

import java.util.List;

/**
 * What came of reading the configuration again.
 *
 * @param errors each with its place; empty if the configuration is in use now
 * @param changes what is different now, in one line; empty if there are errors
 */
public record Reload(List<String> errors, String changes) {
    /** Of a watcher that is being closed: nothing was read, or not all of it is in use. */
    static final Reload STOPPING = new Reload(List.of("the watcher is stopping"), "");

    /** Copies the list. */
    public Reload {
        errors = List.copyOf(errors);
    }

    /**
     * Whether the configuration is in use now.
     *
     * @return false if it has errors: then nothing was changed, unless the watcher was being closed
     */
    public boolean succeeded() {
        return errors.isEmpty();
    }
}
