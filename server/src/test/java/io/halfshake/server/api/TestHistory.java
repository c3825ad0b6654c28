package io.halfshake.server.api;

import io.halfshake.monitor.OutageHistory.TimeSpan;
import io.halfshake.monitor.TimeBounds;
import io.halfshake.server.store.History;
import io.halfshake.server.store.MinuteSummary;
import io.halfshake.server.store.StoreConfig;
import io.halfshake.server.store.StoredGap;
import io.halfshake.server.store.StoredOutage;
import io.halfshake.server.web.Handler;
import io.halfshake.server.web.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What the pages of the stored history write, and the pages themselves over a history that was never started. */
final class TestHistory {
    private static final Instant START = TestTargets.START;

    private TestHistory() {}

    static Map<String, Handler> pages(TargetDirectory directory) {
        StoreConfig config = new StoreConfig(
                new StoreConfig.Location.File(Path.of("unused")), "test", Duration.ofDays(1), Duration.ofDays(1));
        return HistoryApi.pages(new History(config, () -> START), directory, TestTargets.PROCESS, () -> START);
    }

    static TimeBounds bounds(int seconds) {
        return new TimeBounds(START.plusSeconds(seconds), START.plusSeconds(seconds + 1));
    }

    static StoredOutage seen() {
        return new StoredOutage(
                bounds(10), false, "refused", StoredOutage.Ending.SEEN, bounds(20), Duration.ofSeconds(2));
    }

    static StoredOutage open() {
        return new StoredOutage(bounds(30), true, "timed_out", StoredOutage.Ending.OPEN, null, null);
    }

    /** The minute of the start, with round trips, and the next one without. */
    static List<MinuteSummary> minutes() {
        int first = (int) (START.getEpochSecond() / 60);
        return List.of(
                new MinuteSummary(first, 10, 0, 1, 0, new MinuteSummary.RoundTrips(90, 100, 250, 300)),
                new MinuteSummary(first + 1, 0, 5, 0, 2, null));
    }

    /** By the schema in the document. */
    static Map<String, List<Response>> responses() {
        HeatMapPage.Grid grid = HeatMapPage.Grid.of(START.plusSeconds(60), 6);
        QueryTimes.Range range = new QueryTimes.Range(START.minusSeconds(60), START);
        return Map.of(
                "StoredOutageList",
                List.of(
                        OutagesPage.response(List.of(open(), seen()), 2),
                        OutagesPage.response(List.of(open(), seen()), 1)),
                "MinuteList",
                List.of(MinutesPage.response(
                        range,
                        new MinutesPage.Content(
                                minutes(),
                                List.of(new TimeSpan(START, START.plusSeconds(1))),
                                List.of(new StoredGap(START, START.plusSeconds(2), 3, 4))))),
                "HeatMap",
                List.of(
                        HeatMapPage.response(grid, Map.of("db:5432", minutes()), "x-1"),
                        HeatMapPage.response(grid, Map.of(), "")));
    }
}
