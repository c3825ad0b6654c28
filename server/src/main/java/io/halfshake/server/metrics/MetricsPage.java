package io.halfshake.server.metrics;

import io.halfshake.server.web.Handler;
import io.halfshake.server.web.Request;
import io.halfshake.server.web.RequestException;
import io.halfshake.server.web.Response;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * For {@code /metrics}: all that a registry has. The query is ignored.
 *
 * <p>Of 100,000 targets a scrape is megabytes and a good part of a second, so that no more than four are made at once;
 * another gets status 503.
 */
public final class MetricsPage implements Handler {
    private static final int AT_ONCE = 4;

    private final PrometheusRegistry registry;
    private final Semaphore places = new Semaphore(AT_ONCE);

    /**
     * A page of a registry.
     *
     * @param registry what is added to it later is on the page, too
     */
    public MetricsPage(PrometheusRegistry registry) {
        this.registry = Objects.requireNonNull(registry, "registry");
    }

    @Override
    public CompletableFuture<Response> handle(Request request) {
        Response page = Exposition.of(request, registry::scrape);
        return CompletableFuture.completedFuture(new Response(
                page.status(), page.headers(), page.compressible(), out -> {
                    if (!places.tryAcquire()) {
                        throw new RequestException(
                                503, "scrapes: " + AT_ONCE + " are being made (expected fewer at once)");
                    }
                    try {
                        page.body().writeTo(out);
                    } finally {
                        places.release();
                    }
                }));
    }
}
