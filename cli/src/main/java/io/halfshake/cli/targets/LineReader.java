package io.halfshake.cli.targets;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines of UTF-8 in bounded memory, and reports whether the next one can be read without blocking. The JDK's
 * readers hold lines of any length, and do not distinguish a buffered line from one still to come.
 */
final class LineReader implements Closeable {
    /** Four times the longest target there can be. Longer lines are cut to one byte more. */
    static final int MAX_LINE = 1_024;

    private final InputStream in;
    private final byte[] buffer = new byte[64 * 1_024];
    private int position;
    private int limit;
    private boolean ended;

    LineReader(InputStream in) {
        this.in = in;
    }

    /** Whether {@link #next} does not block, unless the available bytes end within a line. */
    boolean isReady() throws IOException {
        return ended || holdsLine() || in.available() > 0;
    }

    private boolean holdsLine() {
        for (int i = position; i < limit; i++) {
            if (buffer[i] == '\n') {
                return true;
            }
        }
        return false;
    }

    /** The next line without its end, or null after the last one. */
    @Nullable
    String next() throws IOException {
        byte[] line = new byte[MAX_LINE + 1];
        int length = 0;
        int c = read();
        if (c < 0) {
            return null;
        }
        while (c >= 0 && c != '\n') {
            if (length < line.length) {
                line[length++] = (byte) c;
            }
            c = read();
        }
        return new String(line, 0, length, StandardCharsets.UTF_8);
    }

    private int read() throws IOException {
        if (position == limit && !fill()) {
            return -1;
        }
        return buffer[position++] & 0xff;
    }

    private boolean fill() throws IOException {
        if (!ended) {
            position = 0;
            limit = Math.max(0, in.read(buffer, 0, buffer.length));
            ended = limit == 0;
        }
        return !ended;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
