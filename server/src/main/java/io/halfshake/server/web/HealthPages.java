package io.halfshake.server.web;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What load balancers and service managers ask, under the names that Prometheus gives these pages. They are for all:
 * their clients seldom have credentials, and the answer has no more than what keeps this process from its work.
 */
public final class HealthPages {
    private HealthPages() {}

    private record OpenPage(Function<Request, Response> page) implements Handler {
        @Override
        public CompletableFuture<Response> handle(Request request) {
            return CompletableFuture.completedFuture(page.apply(request));
        }

        @Override
        public boolean isRestricted() {
            return false;
        }
    }

    /**
     * For {@code /-/healthy}: status 200 as long as the process serves requests.
     *
     * @return a handler
     */
    public static Handler healthy() {
        return new OpenPage(request -> Response.text(200, "healthy"));
    }

    /**
     * For {@code /-/ready}: status 200 when ready, else 503 with the reason.
     *
     * @param obstacle why it is not ready, in one line; null when it is. Asked with each request, and must not wait
     * @return a handler
     */
    public static Handler ready(Supplier<@Nullable String> obstacle) {
        return new OpenPage(request -> {
            String reason = obstacle.get();
            return reason == null ? Response.text(200, "ready") : Response.text(503, "not ready: " + reason);
        });
    }
}
