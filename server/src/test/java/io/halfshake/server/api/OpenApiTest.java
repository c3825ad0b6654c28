package io.halfshake.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import io.halfshake.CheckResult;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.IcmpMessage;
import io.halfshake.Signal;
import io.halfshake.Timing;
import io.halfshake.UnknownReason;
import io.halfshake.monitor.Outage;
import io.halfshake.monitor.TargetState;
import io.halfshake.server.cluster.TestCluster;
import io.halfshake.server.maintenance.OpenWindows;
import io.halfshake.server.store.StoreHealth;
import io.halfshake.server.web.Response;
import io.halfshake.testing.TestMonitor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is served is what docs/openapi.yaml says, field by field, and the other way round. */
class OpenApiTest {
    private static final Path DOCUMENT = Path.of("../docs/openapi.yaml");

    private static final StoreHealth STORE = new StoreHealth(
            StoreHealth.State.FAILING, TestTargets.START, TestTargets.START.minusSeconds(1), 3, 2, 1, 4);

    private final TestTargets targets = new TestTargets();
    private final OpenApiSchemas schemas;

    OpenApiTest() throws IOException {
        schemas = new OpenApiSchemas(TestTargets.parse(Files.readString(DOCUMENT)));
    }

    @BeforeEach
    void watch() {
        targets.add("db:5432", "Orders", "data", Map.of("env", "prod"))
                .up(Duration.ofMillis(2))
                .refused()
                .times(4)
                .up();
        targets.maintain("upgrade", "data");
        targets.add("cache:6379").refused();
        targets.add("web:443").unknown(UnknownReason.NO_ROUTE, new IOException("no route"));
        targets.test.advance(Duration.ofSeconds(20));
        targets.test.stall(Duration.ofSeconds(20));
        targets.test.advance(Duration.ofSeconds(60));
    }

    private static Map<String, Object> written(JsonText.Fields fields) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonText.write(out, fields);
        return TestTargets.parse(out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void paths_areThoseThatAreServed() {
        Set<String> served = new TreeSet<>(targets.pages().keySet());
        served.addAll(TestHistory.pages(targets).keySet());
        assertThat(schemas.paths()).isEqualTo(served);
    }

    @Test
    void parameters_areThoseThatAreRead() {
        assertThat(schemas.parameters(TargetsPage.PATH)).isEqualTo(Set.of("limit", "after", "state", "group", "q"));
        assertThat(schemas.schemaOf(TargetsPage.PATH, "limit"))
                .containsEntry("maximum", TargetQuery.MAX_LIMIT)
                .containsEntry("default", TargetQuery.DEFAULT_LIMIT);
    }

    @Test
    void storedHistory_isAsDocumented() throws IOException {
        for (Map.Entry<String, List<Response>> each : TestHistory.responses().entrySet()) {
            Set<String> seen = new TreeSet<>();
            for (Response response : each.getValue()) {
                ByteArrayOutputStream body = new ByteArrayOutputStream();
                response.body().writeTo(body);
                schemas.check(each.getKey(), TestTargets.parse(body.toString(StandardCharsets.UTF_8)), seen);
            }
            assertThat(seen).as(each.getKey()).isEqualTo(schemas.fields(each.getKey()));
        }
        assertThat(schemas.parameters(HeatMapPage.PATH)).isEqualTo(Set.of("hours", "limit", "after"));
        assertThat(schemas.schemaOf(HeatMapPage.PATH, "limit"))
                .containsEntry("maximum", HeatMapPage.MAX_LIMIT)
                .containsEntry("default", HeatMapPage.DEFAULT_LIMIT);
        assertThat(schemas.schemaOf(OutagesPage.PATH, "limit"))
                .containsEntry("maximum", OutagesPage.MAX_LIMIT)
                .containsEntry("default", OutagesPage.DEFAULT_LIMIT);
    }

    @Test
    void servedDocument_isTheFile() throws IOException {
        assertThat(targets.text(Api.DOCUMENT, Api.DOCUMENT, null)).isEqualTo(Files.readString(DOCUMENT));
    }

    @Test
    void list_isAsDocumented() throws IOException {
        Set<String> seen = new TreeSet<>();
        schemas.check("TargetList", targets.list(null), seen);
        schemas.check("TargetList", targets.list("limit=1"), seen);
        shareTargets();
        schemas.check("TargetList", targets.list(null), seen);
        assertThat(seen).isEqualTo(schemas.fields("TargetList"));
    }

    @Test
    void details_areAsDocumented() throws IOException {
        Set<String> seen = new TreeSet<>();
        shareTargets();
        for (String target : List.of("db:5432", "cache:6379", "web:443", "other:1")) {
            schemas.check("TargetDetails", targets.get(TargetPage.PATH, "/api/v1/targets/" + target, null), seen);
        }
        Set<String> expected = schemas.fields("TargetDetails");
        // Its own test has all of them.
        expected.removeIf(field -> field.startsWith("result."));
        seen.removeIf(field -> field.startsWith("result."));
        assertThat(seen).isEqualTo(expected);
    }

    private void shareTargets() {
        targets.list("other:1", "other", null);
        targets.join(new TestCluster().put("other:1", TargetState.DOWN, "b").put("db:5432", TargetState.UP, "a"));
    }

    @Test
    void outage_hasWhatOfItWasNotObserved() throws IOException {
        Map<String, Object> details = targets.get(TargetPage.PATH, "/api/v1/targets/cache:6379", null);
        assertThat(TestTargets.outagesOf(details)).singleElement().satisfies(outage -> {
            double unobserved = ((Number) Objects.requireNonNull(outage.get("unobservedMicros"))).doubleValue();
            assertThat(unobserved).isPositive();
            Outage known = Objects.requireNonNull(targets.test.monitor().status("cache:6379"))
                    .outageHistory()
                    .outages()
                    .get(0);
            assertThat(unobserved).isEqualTo(known.unobserved().toNanos() / 1_000.0);
        });
    }

    @Test
    void heldResults_areCountedAndNoLoss() throws IOException {
        try (TestMonitor blind = blind()) {
            Map<String, Object> target = written(json -> TargetJson.write(
                    json,
                    new ListedTarget(0, "db:5432", "db:5432", null, Map.of()),
                    new TargetStates.Known(blind.monitor().status("db:5432"), null),
                    OpenWindows.none()));
            Map<?, ?> checks = (Map<?, ?>) Objects.requireNonNull(target.get("checks"));
            assertThat((Integer) checks.get("held")).isPositive().isEqualTo(checks.get("down"));
            assertThat(target).containsEntry("lastHeld", true).containsEntry("loss", 0.0);
        }
    }

    @Test
    void result_isAsDocumented() throws IOException {
        Evidence icmp = new Evidence(
                Signal.ICMP,
                new IcmpMessage(4, 3, 13),
                "connect",
                "EHOSTUNREACH",
                1,
                "half-open",
                Handshake.HALF,
                Evidence.Clock.KERNEL);
        Timing timing = new Timing(400_120, 1_000, 30_500, 214_007);
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5432);
        Set<String> seen = new TreeSet<>();
        schemas.check("Result", result(new CheckResult.Up("db:5432", address, timing, icmp)), seen);
        schemas.check(
                "Result",
                result(new CheckResult.Unknown(
                        "db:5432", address, UnknownReason.NO_ROUTE, new IOException(" "), timing, icmp)),
                seen);
        assertThat(seen).isEqualTo(schemas.fields("Result"));
    }

    private static Map<String, Object> result(CheckResult result) throws IOException {
        return written((JsonGenerator json) -> ResultJson.write(json, result));
    }

    @Test
    void status_isAsDocumented() throws IOException {
        Set<String> seen = new TreeSet<>();
        Map<String, Object> status = targets.get(Api.STATUS, Api.STATUS, null);
        assertThat(status)
                .containsEntry("version", "1.2.3")
                .containsEntry("since", "2026-01-02T03:04:05Z")
                .containsEntry("lastReloadSuccessful", true)
                .containsEntry("targets", Map.of("up", 1, "down", 1, "unknown", 1))
                .containsEntry("ownNetworkInDoubt", false);
        schemas.check("Status", status, seen);
        schemas.check("Status", blindStatus(), seen);
        targets.join(new TestCluster().is(TestCluster.cutOff()));
        schemas.check("Status", targets.get(Api.STATUS, Api.STATUS, null), seen);
        assertThat(seen).isEqualTo(schemas.fields("Status"));
    }

    /** Its witness never responds, and its target is silent from its second check on. */
    private static TestMonitor blind() {
        TestMonitor blind =
                TestMonitor.create(monitor -> monitor.startSpread(Duration.ZERO).witnesses(List.of("gateway:443"), 1));
        blind.checker().on("gateway:443").timesOut();
        blind.watch("db:5432").up().timesOut();
        blind.advance(Duration.ofSeconds(30));
        return blind;
    }

    private static Map<String, Object> blindStatus() throws IOException {
        try (TestMonitor blind = blind()) {
            StatusJson status = new StatusJson(
                    blind.monitor(),
                    null,
                    target -> true,
                    blind.checker(),
                    () -> new WatcherFacts("1", TestTargets.START, TestTargets.START, false, STORE),
                    () -> TestTargets.START);
            Map<String, Object> written = written(status::write);
            assertThat(written).containsEntry("ownNetworkInDoubt", true).containsEntry("lastReloadSuccessful", false);
            assertThat(written)
                    .containsEntry(
                            "store",
                            Map.of(
                                    "state",
                                    "failing",
                                    "since",
                                    "2026-01-02T03:04:05Z",
                                    "lastWritten",
                                    "2026-01-02T03:04:04Z",
                                    "waiting",
                                    3,
                                    "lostEvents",
                                    2,
                                    "lostMinutes",
                                    1));
            return written;
        }
    }
}
