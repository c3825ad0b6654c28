package io.halfshake.server.web;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** What answers the requests for one path. */
@FunctionalInterface
public interface Handler {

    /**
     * Begins to answer. Must not wait: a response that takes time comes later, by the future, and no thread of the
     * server is held until then.
     *
     * @param request the request
     * @return completes with the response, by any thread; nothing is written on that thread
     * @throws RequestException if the request is refused; a future may fail with one as well. Any other exception is
     *     logged, and the status 500
     */
    CompletableFuture<Response> handle(Request request);

    /**
     * Whether a request changes something, so that it is sent with {@code POST}, and refused with status 403 if it
     * comes from a page of another server.
     *
     * @return false for a page that is read, with {@code GET} or {@code HEAD}
     */
    default boolean isAction() {
        return false;
    }

    /**
     * Whether only those get it who send the server's credentials, where it has some.
     *
     * @return false for a page that is for all, and tells nothing that is worth a secret
     */
    default boolean isRestricted() {
        return true;
    }

    /**
     * A handler whose responses are there at once.
     *
     * @param page makes a response; may throw {@link RequestException}
     * @return a new handler
     */
    static Handler of(Function<Request, Response> page) {
        return request -> CompletableFuture.completedFuture(page.apply(request));
    }
}
