package io.halfshake.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.server.store.MinuteSummary;
import io.halfshake.server.store.StoredOutage;
import io.halfshake.server.web.Handler;
import io.halfshake.server.web.Request;
import io.halfshake.server.web.RequestException;
import io.halfshake.server.web.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the pages write of what was read; how it is read is tested where it is stored. */
class HistoryPagesTest {
    private final TestTargets targets = new TestTargets();

    @BeforeEach
    void watch() {
        targets.add("db:5432").up();
    }

    @AfterEach
    void close() {
        targets.close();
    }

    private static Map<String, Object> parsed(Response response) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        response.body().writeTo(body);
        return TestTargets.parse(body.toString(StandardCharsets.UTF_8));
    }

    private Response get(String page, String path, @Nullable String query) {
        Handler handler = Objects.requireNonNull(TestHistory.pages(targets).get(page), page);
        return handler.handle(new Request(path, query, Map.of())).join();
    }

    @Test
    void outageThatIsOver_hasItsLengthsWithoutWhatWasNotObserved() throws IOException {
        Map<String, Object> page = parsed(OutagesPage.response(List.of(TestHistory.seen()), 1));

        // From 11 s to 20 s at least, less 2 s; from 10 s to 21 s at most.
        assertThat(TestTargets.outagesOf(page))
                .singleElement()
                .satisfies(outage -> assertThat(outage)
                        .containsEntry("ending", "seen")
                        .containsEntry("shortestMicros", 7_000_000.0)
                        .containsEntry("longestMicros", 11_000_000.0)
                        .containsEntry("unobservedMicros", 2_000_000.0));
        assertThat(page).doesNotContainKey("next");
    }

    /** The clock was set back meanwhile. */
    @Test
    void outageThatEndsBeforeItBegins_hasNoLengths() throws IOException {
        StoredOutage outage = new StoredOutage(
                TestHistory.bounds(10),
                false,
                "refused",
                StoredOutage.Ending.SEEN,
                TestHistory.bounds(-3_580),
                Duration.ofSeconds(2));
        Map<String, Object> page = parsed(OutagesPage.response(List.of(outage), 1));

        assertThat(TestTargets.outagesOf(page))
                .singleElement()
                .satisfies(each -> assertThat(each)
                        .containsEntry("ending", "seen")
                        .containsKeys("began", "ended")
                        .doesNotContainKeys("shortestMicros", "longestMicros"));
    }

    @Test
    void outageThatGoesOn_hasNoLengths() throws IOException {
        Map<String, Object> page = parsed(OutagesPage.response(List.of(TestHistory.open()), 1));

        assertThat(TestTargets.outagesOf(page))
                .singleElement()
                .satisfies(outage -> assertThat(outage)
                        .containsEntry("ending", "open")
                        .containsEntry("beganUnseen", true)
                        .doesNotContainKeys("ended", "shortestMicros", "longestMicros", "unobservedMicros"));
    }

    @Test
    void furtherOutages_areBehindTheLastOneThatIsShown() throws IOException {
        Map<String, Object> page = parsed(OutagesPage.response(List.of(TestHistory.open(), TestHistory.seen()), 1));

        assertThat(TestTargets.outagesOf(page)).hasSize(1);
        assertThat(page)
                .containsEntry("next", TestHistory.open().began().latest().toString());
    }

    @Test
    void heatMap_hasTheWorstOfEachColumnAndHeldOnesAsUnknown() throws IOException {
        HeatMapPage.Grid grid = HeatMapPage.Grid.of(TestTargets.START.plusSeconds(60), 6);
        Map<String, Object> page = parsed(HeatMapPage.response(grid, Map.of("db:5432", TestHistory.minutes()), ""));

        assertThat(page).containsEntry("stepSeconds", 300).containsEntry("columns", 72);
        Map<String, Object> row = TestTargets.targetsOf(page).get(0);
        // 03:04 and 03:05 are in the last two columns of five minutes.
        assertThat(last(row, "up")).containsExactly(10, 0);
        assertThat(last(row, "down")).containsExactly(0, 3);
        assertThat(last(row, "unknown")).containsExactly(1, 2);
        assertThat(last(row, "p99Micros")).containsExactly(250, 0);
    }

    /** A client that is slow to read must not keep the minutes in memory. */
    @Test
    void heatMap_isSummedUpBeforeItIsSent() throws IOException {
        HeatMapPage.Grid grid = HeatMapPage.Grid.of(TestTargets.START.plusSeconds(60), 6);
        Map<String, List<MinuteSummary>> found = new HashMap<>(Map.of("db:5432", TestHistory.minutes()));
        Response response = HeatMapPage.response(grid, found, "");
        found.clear();
        assertThat(TestTargets.targetsOf(parsed(response))).hasSize(1);
    }

    @SuppressWarnings("unchecked")
    private static List<Object> last(Map<String, Object> row, String field) {
        List<Object> cells = (List<Object>) Objects.requireNonNull(row.get(field));
        assertThat(cells).hasSize(72);
        assertThat(cells.subList(0, 70)).isEqualTo(Collections.nCopies(70, 0));
        return cells.subList(70, 72);
    }

    @Test
    void grid_coversTheHoursAndTheLimitOfColumns() {
        HeatMapPage.Grid day = HeatMapPage.Grid.of(TestTargets.START, 24);

        assertThat(Duration.between(day.from(), day.to())).isEqualTo(Duration.ofHours(24));
        assertThat(day.to()).isAfter(TestTargets.START);
        assertThat(day.from()).isBefore(TestTargets.START.minus(Duration.ofHours(23)));
        HeatMapPage.Grid hour = HeatMapPage.Grid.of(TestTargets.START, 1);
        assertThat(Duration.between(hour.from(), hour.to())).isEqualTo(Duration.ofMinutes(72));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    outages | limit=0                   | limit: "0" (expected a whole number from 1 to 1000)
                    outages | before=yesterday          | before: "yesterday" (expected a time such as 2026-11-30T12:00:00Z)
                    outages | before=1969-12-31T23:59:59Z | before: "1969-12-31T23:59:59Z" (expected a time such as 2026-11-30T12:00:00Z)
                    minutes | from=2026-01-02T03:04:05Z | from: "2026-01-02T03:04:05Z" (expected before to, 2026-01-02T03:04:05Z, by at most 48 hours)
                    minutes | from=2025-12-31T03:04:04Z | from: "2025-12-31T03:04:04Z" (expected before to, 2026-01-02T03:04:05Z, by at most 48 hours)
                    """)
    void wrongParameters_areRefused(String page, String query, String text) {
        String template = "/api/v1/targets/{target}/" + page;
        assertThatThrownBy(() -> get(template, "/api/v1/targets/db:5432/" + page, query))
                .isInstanceOf(RequestException.class)
                .hasMessage(text);
    }

    @Test
    void unknownTarget_isNotFound() {
        assertThatThrownBy(() -> get(OutagesPage.PATH, "/api/v1/targets/db:1/outages", null))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.status()).isEqualTo(404));
    }

    @Test
    void databaseThatCannotBeReached_is503() {
        assertThatThrownBy(() -> get(OutagesPage.PATH, "/api/v1/targets/db:5432/outages", null))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.status()).isEqualTo(503))
                .hasMessage("history: cannot be read at present");
    }
}
