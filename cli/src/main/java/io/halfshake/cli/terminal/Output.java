package io.halfshake.cli.terminal;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Standard output, buffered. A line is written immediately if the last write was a while ago; lines in quick succession
 * are buffered until {@link #flush}. Not safe for use by several threads at once.
 */
public final class Output {
    /** Too short to notice, and longer than a write takes. */
    private static final long FLUSH_INTERVAL_NANOS = 20_000_000;

    private final OutputStream out;
    private final byte[] buffer = new byte[32 * 1_024];
    private int length;
    private long lastFlush;

    public Output(OutputStream out, long now) {
        this.out = out;
        this.lastFlush = now - FLUSH_INTERVAL_NANOS;
    }

    /** Whether {@link #line} would write to the stream, not only into the buffer. */
    public boolean wouldFlush(byte[] line, long now) {
        return line.length > buffer.length - length || now - lastFlush >= FLUSH_INTERVAL_NANOS;
    }

    /**
     * Writes a line, or buffers it.
     *
     * @param line with its end
     * @throws OutputException if standard output is closed
     */
    public void line(byte[] line, long now) {
        if (line.length > buffer.length - length) {
            flush(now);
        }
        if (line.length > buffer.length) {
            write(line, line.length);
        } else {
            System.arraycopy(line, 0, buffer, length, line.length);
            length += line.length;
        }
        if (now - lastFlush >= FLUSH_INTERVAL_NANOS) {
            flush(now);
        }
    }

    public boolean hasPending() {
        return length > 0;
    }

    /**
     * Writes the buffered lines.
     *
     * @throws OutputException if standard output is closed
     */
    public void flush(long now) {
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
