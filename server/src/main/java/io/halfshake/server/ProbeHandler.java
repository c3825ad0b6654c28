package io.halfshake.server;

import io.halfshake.Checker;
import io.halfshake.Resolver;
import io.halfshake.server.config.ProbeConfig;
import io.halfshake.server.probe.AllowList;
import io.halfshake.server.probe.ProbePage;
import io.halfshake.server.web.Handler;
import io.halfshake.server.web.Request;
import io.halfshake.server.web.Response;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** {@code /probe}, by the latest configuration. */
final class ProbeHandler implements Handler {
    /** Leaves most of the checker's places to the monitor. */
    private static final int MAX_PROBES = 100;

    private volatile ProbePage page;

    ProbeHandler(Checker checker, Resolver resolver, LongSupplier doubts, ProbeConfig config) {
        page = new ProbePage(checker, resolver, AllowList.parse(config.allow()), config.modules(), MAX_PROBES, doubts);
    }

    /** Probes under way keep their places. */
    void configure(ProbeConfig config) {
        page = page.with(AllowList.parse(config.allow()), config.modules());
    }

    @Override
    public CompletableFuture<Response> handle(Request request) {
        return page.handle(request);
    }
}
