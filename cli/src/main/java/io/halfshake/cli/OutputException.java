package io.halfshake.cli;

import java.io.IOException;
import java.io.Serial;
import java.util.Locale;

/** Standard output does not take any more. */
final class OutputException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final boolean readerWentAway;

    OutputException(IOException cause) {
        super("standard output: " + Texts.cause(cause) + " (expected to be writable)", cause);
        String text = Texts.cause(cause).toLowerCase(Locale.ROOT);
        this.readerWentAway = text.contains("pipe");
    }

    /**
     * Whether the reader went away, as {@code head} does. The JDK passes EPIPE on as nothing but the C library's text,
     * which keeps the word in most languages; where it does not, the user reads one line too many.
     */
    boolean readerWentAway() {
        return readerWentAway;
    }
}
