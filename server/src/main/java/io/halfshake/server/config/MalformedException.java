package io.halfshake.server.config;

import java.io.Serial;

/** Ends the reading of a file whose form is wrong. */
final class MalformedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient SourcePosition position;

    MalformedException(SourcePosition position, String text) {
        super(text);
        this.position = position;
    }

    SourcePosition position() {
        return position;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
