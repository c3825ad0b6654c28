package io.halfshake.server;

import io.halfshake.server.web.Handler;
import io.halfshake.server.web.Request;
import io.halfshake.server.web.Response;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * For {@code POST /-/reload}: reads the configuration again, and responds with what came of it. Errors quote the files,
 * which is for those who work on this machine: not for other clients, and not for browsers, which a name server can
 * send here with a page of its own.
 */
final class ReloadPage implements Handler {
    private final Supplier<Reload> reload;
    private final Executor executor;

    /** The executor runs the reload, which reads files. It refuses one when the watcher stops. */
    ReloadPage(Supplier<Reload> reload, Executor executor) {
        this.reload = reload;
        this.executor = executor;
    }

    @Override
    public CompletableFuture<Response> handle(Request request) {
        try {
            return CompletableFuture.supplyAsync(reload, executor).thenApply(done -> response(done, mayQuote(request)));
        } catch (RejectedExecutionException e) {
            // The watcher has begun to stop since the server took the request.
            return CompletableFuture.completedFuture(response(Reload.STOPPING, false));
        }
    }

    @Override
    public boolean isAction() {
        return true;
    }

    private static boolean mayQuote(Request request) {
        InetAddress client = request.client();
        return client != null && client.isLoopbackAddress() && request.header("Origin") == null;
    }

    private static Response response(Reload done, boolean mayQuote) {
        if (done.succeeded()) {
            return Response.text(200, "reloaded: " + done.changes());
        }
        if (done.equals(Reload.STOPPING)) {
            return Response.text(503, "not reloaded: the watcher is stopping");
        }
        int lines = done.errors().size();
        return Response.text(
                422,
                mayQuote
                        ? String.join("\n", done.errors())
                        : "not reloaded: the configuration has errors (see the log, "
                                + (lines == 1 ? "1 line" : lines + " lines") + ")");
    }
}
