package io.halfshake.cli;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Standard output, buffered. A line goes out at once if the last one did so a while ago; lines in quick succession wait
 * for each other, and for {@link #flush}. Not safe for use by several threads at once.
 */
final class Output {
    /** Shorter than anybody notices, longer than a write takes. */
    private static final long QUICK_SUCCESSION_NANOS = 20_000_000;

    private final OutputStream out;
    private final byte[] buffer = new byte[32 * 1_024];
    private int length;
    private long lastFlush;

    Output(OutputStream out, long now) {
        this.out = out;
        this.lastFlush = now - QUICK_SUCCESSION_NANOS;
    }

    /** Whether {@link #line} would write more than into the buffer. */
    boolean isDue(byte[] line, long now) {
        return line.length > buffer.length - length || now - lastFlush >= QUICK_SUCCESSION_NANOS;
    }

    /**
     * Takes a line.
     *
     * @param line with its end
     * @throws OutputException if standard output is closed
     */
    void line(byte[] line, long now) {
        if (line.length > buffer.length - length) {
            flush(now);
        }
        if (line.length > buffer.length) {
            write(line, line.length);
        } else {
            System.arraycopy(line, 0, buffer, length, line.length);
            length += line.length;
        }
        if (now - lastFlush >= QUICK_SUCCESSION_NANOS) {
            flush(now);
        }
    }

    boolean isPending() {
        return length > 0;
    }

    /**
     * Writes what has been waiting.
     *
     * @throws OutputException if standard output is closed
     */
    void flush(long now) {
        int waiting = length;
        length = 0;
        lastFlush = now;
        write(buffer, waiting);
    }

    private void write(byte[] bytes, int count) {
        if (count == 0) {
            return;
        }
        try {
            out.write(bytes, 0, count);
            out.flush();
        } catch (IOException e) {
            throw new OutputException(e);
        }
    }
}
