package io.halfshake.server.config;

import java.io.Serial;
import java.util.List;

/** A configuration that cannot be used. The message has a line for each error. */
public final class ConfigException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<String> errors;

    ConfigException(List<String> errors) {
        super(String.join("\n", errors));
        this.errors = List.copyOf(errors);
    }

    /** Each with its place, the key, the value and the rule, in the order of the files. */
    public List<String> errors() {
        return errors;
    }
}
