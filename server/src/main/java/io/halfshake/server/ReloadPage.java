package io.halfshake.server;

import io.halfshake.server.web.Handler;
import io.halfshake.server.web.Request;
import io.halfshake.server.web.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** For {@code POST /-/reload}: reads the configuration again, and responds with what came of it. */
final class ReloadPage implements Handler {
    private final Supplier<Reload> reload;
    private final Executor executor;

    /** The executor runs the reload, which reads files. */
    ReloadPage(Supplier<Reload> reload, Executor executor) {
        this.reload = reload;
        this.executor = executor;
    }

    @Override
    public CompletableFuture<Response> handle(Request request) {
        return CompletableFuture.supplyAsync(reload, executor).thenApply(ReloadPage::response);
    }

    @Override
    public boolean isAction() {
        return true;
    }

    private static Response response(Reload done) {
        return done.succeeded()
                ? Response.text(200, "reloaded: " + done.changes())
                : Response.text(422, String.join("\n", done.errors()));
    }
}
