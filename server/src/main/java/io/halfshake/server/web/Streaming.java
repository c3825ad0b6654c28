package io.halfshake.server.web;

/** Takes over the connection of a request, to write a response that goes on. */
@FunctionalInterface
public interface Streaming {
    /**
     * Takes the connection. Called once, on a thread of the server, and must return at once: threads of its own write.
     * {@link WebServer#stop} does not wait for such a response; it closes the connection.
     *
     * @param stream to be closed by its new owner
     * @throws RequestException if the request is refused after all; the stream is not the owner's then
     */
    void begin(ResponseStream stream);
}
