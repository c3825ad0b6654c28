package io.halfshake.cli.terminal;

import java.io.IOException;
import java.io.Serial;
import java.util.Locale;

/** Standard output cannot be written. */
public final class OutputException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final boolean isClosedPipe;

    /** For a closed pipe that was noticed without a write. */
    public static OutputException closedPipe() {
        return new OutputException(new IOException("Broken pipe"));
    }

    OutputException(IOException cause) {
        super("standard output: " + Texts.cause(cause) + " (expected to be writable)", cause);
        String text = Texts.cause(cause).toLowerCase(Locale.ROOT);
        this.isClosedPipe = text.contains("pipe");
    }

    /**
     * Whether standard output is a closed pipe, for example to {@code head}. The JDK reports EPIPE only by the C
     * library's text, which contains "pipe" in most languages; elsewhere the user sees one more error line.
     */
    public boolean isClosedPipe() {
        return isClosedPipe;
    }
}
