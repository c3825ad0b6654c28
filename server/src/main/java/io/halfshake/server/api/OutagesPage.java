package io.halfshake.server.api;

import io.halfshake.server.store.History;
import io.halfshake.server.store.StoredOutage;
import io.halfshake.server.web.Handler;
import io.halfshake.server.web.Request;
import io.halfshake.server.web.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The stored outages of a target, a page at a time, the latest first. */
final class OutagesPage implements Handler {
    static final String PATH = "/api/v1/targets/{target}/outages";

    static final int DEFAULT_LIMIT = 100;
    static final int MAX_LIMIT = 1_000;

    private final History history;
    private final TargetDirectory directory;
    private final InstantSource clock;

    OutagesPage(History history, TargetDirectory directory, InstantSource clock) {
        this.history = history;
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Response> handle(Request request) {
        Map<String, String> parameters = request.parameters("before", "limit");
        ListedTarget target = TargetPage.find(directory, request.pathParameter(PATH));
        // Also one that begins now.
        Instant before = QueryTimes.instant(
                "before", parameters.get("before"), clock.instant().plusSeconds(1));
        int limit = QueryTimes.number("limit", parameters.get("limit"), DEFAULT_LIMIT, MAX_LIMIT);
        return HistoryApi.respond(history.outages(target.target(), before, limit + 1), found -> response(found, limit));
    }

    static Response response(List<StoredOutage> found, int limit) {
        return JsonText.response(json -> {
            List<StoredOutage> shown = found.subList(0, Math.min(limit, found.size()));
            json.writeArrayFieldStart("outages");
            for (StoredOutage outage : shown) {
                HistoryJson.outage(json, outage);
            }
            json.writeEndArray();
            if (found.size() > limit) {
                JsonText.instant(json, "next", shown.get(limit - 1).began().latest());
            }
        });
    }
}
