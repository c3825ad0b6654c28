package io.halfshake.server.api;

import io.halfshake.monitor.OutageHistory.TimeSpan;
import io.halfshake.server.api.QueryTimes.Range;
import io.halfshake.server.store.History;
import io.halfshake.server.store.MinuteSummary;
import io.halfshake.server.store.StoredGap;
import io.halfshake.server.web.Handler;
import io.halfshake.server.web.Request;
import io.halfshake.server.web.Response;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The stored minutes of a target, and when it was not observed. */
final class MinutesPage implements Handler {
    static final String PATH = "/api/v1/targets/{target}/minutes";

    private static final Duration USUAL = Duration.ofHours(6);
    private static final Duration LONGEST = Duration.ofDays(2);

    private final History history;
    private final TargetDirectory directory;
    private final InstantSource clock;

    MinutesPage(History history, TargetDirectory directory, InstantSource clock) {
        this.history = history;
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Response> handle(Request request) {
        Map<String, String> parameters = request.parameters("from", "to");
        String target = TargetPage.find(directory, request.pathParameter(PATH)).target();
        Range range = QueryTimes.range(parameters.get("from"), parameters.get("to"), USUAL, LONGEST, clock);
        // One thread reads, in this order.
        CompletableFuture<List<TimeSpan>> spans = history.unobserved(target, range.from(), range.to());
        CompletableFuture<List<StoredGap>> gaps = history.gaps(range.from(), range.to());
        CompletableFuture<Content> content = history.minutes(List.of(target), range.from(), range.to())
                .thenCombine(
                        spans,
                        (minutes, found) -> new Content(minutes.getOrDefault(target, List.of()), found, List.of()))
                .thenCombine(gaps, (read, found) -> new Content(read.minutes(), read.spans(), found));
        return HistoryApi.respond(content, read -> response(range, read));
    }

    /** What is read for a response. */
    record Content(List<MinuteSummary> minutes, List<TimeSpan> spans, List<StoredGap> gaps) {}

    static Response response(Range range, Content content) {
        return JsonText.response(json -> {
            JsonText.instant(json, "from", range.from());
            JsonText.instant(json, "to", range.to());
            json.writeArrayFieldStart("minutes");
            for (MinuteSummary minute : content.minutes()) {
                HistoryJson.minute(json, minute);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("unobserved");
            for (TimeSpan span : content.spans()) {
                HistoryJson.span(json, span);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("gaps");
            for (StoredGap gap : content.gaps()) {
                HistoryJson.gap(json, gap);
            }
            json.writeEndArray();
        });
    }
}
