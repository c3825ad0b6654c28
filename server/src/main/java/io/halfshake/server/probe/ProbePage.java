package io.halfshake.server.probe;

import io.halfshake.Checker;
import io.halfshake.Resolver;
import io.halfshake.server.metrics.Exposition;
import io.halfshake.server.web.Handler;
import io.halfshake.server.web.Request;
import io.halfshake.server.web.Response;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/**
 * For {@code /probe?target=host:port&module=NAME}: checks a target and responds with what was found, as metrics that
 * Prometheus can scrape in the place of blackbox_exporter's.
 *
 * <p>A target must be permitted by the allow-list, else the status is 403, and nothing was sent. A name is resolved
 * only if it is on the list, or addresses are on the list that it might have; of its addresses the first that is
 * permitted is asked. What cannot be decided is a response with {@code probe_success 0} and
 * {@code halfshake_probe_conclusive 0}, with the reason {@code saturated} where too many probes are made at once. The
 * same is said of silence while too few witnesses respond, since this machine's own network may be its cause.
 */
public final class ProbePage implements Handler {
    private final Checker checker;
    private final Resolver resolver;
    private final AllowList allowed;
    private final Map<String, ProbeModule> modules;
    private final Semaphore places;
    private final LongSupplier doubts;
    private final LongSupplier nanoTime;

    /**
     * A page.
     *
     * @param checker makes the checks; may be shared with a monitor, is not closed with this, and should be closed
     *     after the server
     * @param resolver resolves names, and must not block; is not closed with this
     * @param allowed what may be probed
     * @param modules by name; {@code tcp_connect} is taken where a request names none
     * @param maxProbes how many probes are made at once, 1 or more; should leave a part of the checker's in-flight
     *     limit to the monitor that shares it
     * @param doubts how often the own network came into doubt or out of it, so that it is odd while too few witnesses
     *     respond; called at the beginning and at the end of each probe, and must not wait
     * @throws IllegalArgumentException if the number is less than 1
     */
    public ProbePage(
            Checker checker,
            Resolver resolver,
            AllowList allowed,
            Map<String, ProbeModule> modules,
            int maxProbes,
            LongSupplier doubts) {
        this(checker, resolver, allowed, modules, maxProbes, doubts, System::nanoTime);
    }

    ProbePage(
            Checker checker,
            Resolver resolver,
            AllowList allowed,
            Map<String, ProbeModule> modules,
            int maxProbes,
            LongSupplier doubts,
            LongSupplier nanoTime) {
        this(checker, resolver, allowed, modules, places(maxProbes), doubts, nanoTime);
    }

    private ProbePage(
            Checker checker,
            Resolver resolver,
            AllowList allowed,
            Map<String, ProbeModule> modules,
            Semaphore places,
            LongSupplier doubts,
            LongSupplier nanoTime) {
        this.checker = Objects.requireNonNull(checker, "checker");
        this.resolver = Objects.requireNonNull(resolver, "resolver");
        this.allowed = Objects.requireNonNull(allowed, "allowed");
        this.modules = Map.copyOf(modules);
        this.places = places;
        this.doubts = Objects.requireNonNull(doubts, "doubts");
        this.nanoTime = nanoTime;
    }

    private static Semaphore places(int maxProbes) {
        if (maxProbes < 1) {
            throw new IllegalArgumentException("maxProbes: " + maxProbes + " (expected >= 1)");
        }
        return new Semaphore(maxProbes);
    }

    /**
     * The same page with other settings. The limit of probes at once holds for both together.
     *
     * @param allowed what may be probed
     * @param modules by name
     * @return a copy
     */
    public ProbePage with(AllowList allowed, Map<String, ProbeModule> modules) {
        return new ProbePage(checker, resolver, allowed, modules, places, doubts, nanoTime);
    }

    @Override
    public CompletableFuture<Response> handle(Request request) {
        ProbeRequest asked = ProbeRequest.of(request, modules);
        return start(new Probe(checker, resolver, allowed, doubts, nanoTime, asked))
                .thenApply(report -> asked.debug()
                        ? Response.text(200, DebugText.of(report))
                        : Exposition.of(request, () -> ProbeMetrics.of(report)));
    }

    private CompletableFuture<ProbeReport> start(Probe probe) {
        if (!places.tryAcquire()) {
            return CompletableFuture.completedFuture(probe.saturated());
        }
        boolean started = false;
        try {
            CompletableFuture<ProbeReport> running = probe.start().whenComplete((report, failure) -> places.release());
            started = true;
            return running;
        } finally {
            if (!started) {
                places.release();
            }
        }
    }
}
