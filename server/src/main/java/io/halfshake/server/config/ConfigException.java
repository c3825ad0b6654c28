package io.halfshake.server.config;

import java.io.Serial;
import java.nio.file.Path;
import java.util.List;

/** A configuration that cannot be used. The message has a line for each error. */
public final class ConfigException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<String> errors;
    private final transient List<Path> files;

    ConfigException(List<String> errors, List<Path> files) {
        super(String.join("\n", errors));
        this.errors = List.copyOf(errors);
        this.files = List.copyOf(files);
    }

    /** Each with its place, the key, the value and the rule, in the order of the files. */
    public List<String> errors() {
        return errors;
    }

    /** What has to be read again once it has changed, the configuration first; also files that do not exist. */
    public List<Path> files() {
        return files;
    }
}
