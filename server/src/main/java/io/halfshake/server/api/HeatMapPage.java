package io.halfshake.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.halfshake.server.store.History;
import io.halfshake.server.store.MinuteSummary;
import io.halfshake.server.web.Handler;
import io.halfshake.server.web.Request;
import io.halfshake.server.web.Response;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The last hours of all targets in steps, a page of targets at a time. */
final class HeatMapPage implements Handler {
    static final String PATH = "/api/v1/heat-map";

    static final int COLUMNS = 72;
    static final int DEFAULT_LIMIT = 100;
    static final int MAX_LIMIT = 200;

    /** At most a minute a column, and a day in all. */
    private static final int MAX_HOURS = 24;

    private static final int DEFAULT_HOURS = 6;
    private static final long SECONDS_PER_MINUTE = 60;
    private static final int MINUTES_PER_HOUR = 60;

    private final History history;
    private final TargetDirectory directory;
    private final Cursors cursors;
    private final InstantSource clock;

    /** The time that is shown: columns of as many minutes, from a minute on. */
    record Grid(int first, int step) {
        /** That of the present minute is the last. */
        static Grid of(Instant now, int hours) {
            // Rounded up, so that the columns are at least that time.
            int step = (hours * MINUTES_PER_HOUR + COLUMNS - 1) / COLUMNS;
            int present = Math.toIntExact(now.getEpochSecond() / SECONDS_PER_MINUTE);
            // At a multiple of the step, so that columns stay the same from one minute to the next.
            int end = (present / step + 1) * step;
            return new Grid(end - step * COLUMNS, step);
        }

        Instant from() {
            return Instant.ofEpochSecond(first * SECONDS_PER_MINUTE);
        }

        Instant to() {
            return from().plus(Duration.ofMinutes((long) step * COLUMNS));
        }

        int column(MinuteSummary minute) {
            return (minute.minute() - first) / step;
        }
    }

    /** A target's row, a number for each column. */
    @SuppressWarnings("ArrayRecordComponent")
    private record TargetCells(String target, long[] ups, long[] downs, long[] unknowns, long[] worst) {}

    HeatMapPage(History history, TargetDirectory directory, Cursors cursors, InstantSource clock) {
        this.history = history;
        this.directory = directory;
        this.cursors = cursors;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Response> handle(Request request) {
        Map<String, String> parameters = request.parameters("hours", "limit", "after");
        int limit = QueryTimes.number("limit", parameters.get("limit"), DEFAULT_LIMIT, MAX_LIMIT);
        Grid grid =
                Grid.of(clock.instant(), QueryTimes.number("hours", parameters.get("hours"), DEFAULT_HOURS, MAX_HOURS));
        String after = parameters.get("after");
        List<ListedTarget> listed = new ArrayList<>();
        boolean more = false;
        for (ListedTarget target : directory.after(after == null ? -1 : cursors.number(after))) {
            if (listed.size() == limit) {
                more = true;
                break;
            }
            listed.add(target);
        }
        String next = more ? cursors.text(listed.get(limit - 1).number()) : "";
        List<String> targets = listed.stream().map(ListedTarget::target).toList();
        return HistoryApi.respond(
                history.minutes(targets, grid.from(), grid.to()), found -> response(grid, found, next));
    }

    /** Summed up at once: a client that is slow to read must not keep hundreds of thousands of minutes in memory. */
    static Response response(Grid grid, Map<String, List<MinuteSummary>> found, String next) {
        List<TargetCells> rows = new ArrayList<>();
        found.forEach((target, minutes) -> rows.add(cells(target, grid, minutes)));
        return JsonText.response(json -> {
            JsonText.instant(json, "from", grid.from());
            json.writeNumberField("stepSeconds", grid.step() * SECONDS_PER_MINUTE);
            json.writeNumberField("columns", COLUMNS);
            json.writeArrayFieldStart("targets");
            for (TargetCells row : rows) {
                write(json, row);
            }
            json.writeEndArray();
            if (!next.isEmpty()) {
                json.writeStringField("next", next);
            }
        });
    }

    /** Of several minutes, the worst of their 99th percentiles: at least as long as that of all their round trips. */
    private static TargetCells cells(String target, Grid grid, List<MinuteSummary> minutes) {
        long[] ups = new long[COLUMNS];
        long[] downs = new long[COLUMNS];
        long[] unknowns = new long[COLUMNS];
        long[] worst = new long[COLUMNS];
        for (MinuteSummary minute : minutes) {
            int column = grid.column(minute);
            ups[column] += minute.ups();
            // What changed no state, such as silence while the own network is in doubt, says as little as Unknown.
            downs[column] += Math.max(0, minute.downs() - minute.held());
            unknowns[column] += minute.unknowns() + Math.min(minute.downs(), minute.held());
            MinuteSummary.RoundTrips trips = minute.roundTrips();
            if (trips != null) {
                worst[column] = Math.max(worst[column], trips.p99());
            }
        }
        return new TargetCells(target, ups, downs, unknowns, worst);
    }

    private static void write(JsonGenerator json, TargetCells row) throws IOException {
        json.writeStartObject();
        json.writeStringField("target", row.target);
        json.writeFieldName("up");
        json.writeArray(row.ups, 0, COLUMNS);
        json.writeFieldName("down");
        json.writeArray(row.downs, 0, COLUMNS);
        json.writeFieldName("unknown");
        json.writeArray(row.unknowns, 0, COLUMNS);
        json.writeFieldName("p99Micros");
        json.writeArray(row.worst, 0, COLUMNS);
        json.writeEndObject();
    }
}
