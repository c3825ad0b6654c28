package io.halfshake.server.config;

/**
 * A place in a file that the user wrote.
 *
 * @param file as it was named
 * @param line from 1; 0 for the file as a whole
 * @param column from 1, in characters; 0 for the file as a whole
 */
public record SourcePosition(String file, int line, int column) {
    static SourcePosition of(String file) {
        return new SourcePosition(file, 0, 0);
    }

    /** {@code file:line:column}, or the file alone. */
    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
