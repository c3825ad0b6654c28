package io.halfshake.server.web;

import java.io.IOException;

/** A response that is being written. For one thread at a time. */
public interface ResponseStream extends AutoCloseable {
    /**
     * Sends bytes; before the first ones the status and the headers. Waits for as long as the client reads too slowly.
     *
     * @param bytes sent at once, not kept
     * @throws IOException if the connection is gone, or the thread was interrupted, which closes the connection
     */
    void write(byte[] bytes) throws IOException;

    /** Ends the response if the connection is still there, and frees it. */
    @Override
    void close();
}
