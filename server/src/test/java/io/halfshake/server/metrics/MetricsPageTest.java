package io.halfshake.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.halfshake.UnknownReason;
import io.halfshake.server.web.Request;
import io.halfshake.server.web.RequestException;
import io.halfshake.server.web.Response;
import io.halfshake.testing.TestMonitor;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsPageTest {
    private static final String OPEN_METRICS = "application/openmetrics-text;version=1.0.0,text/plain;q=0.5";

    private static String body(Response response) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        response.body().writeTo(body);
        return body.toString(StandardCharsets.UTF_8);
    }

    private static Response page(MultiCollector metrics, String accept) {
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(metrics);
        return new MetricsPage(registry)
                .handle(new Request("/metrics", null, Map.of("Accept", List.of(accept))))
                .join();
    }

    private static String text(TestMonitor test, Function<String, TargetLabels> labels, int detailLimit)
            throws IOException {
        return body(page(new MonitorMetrics(test.monitor(), test.checker(), labels, detailLimit), "*/*"));
    }

    private static String text(TestMonitor test) throws IOException {
        return text(test, target -> TargetLabels.none(), 10);
    }

    /**
     * Three targets, of which one is up, one is down, and of one nothing is known; and one of two witnesses responds.
     */
    private static TestMonitor watching() {
        TestMonitor test = TestMonitor.create(monitor -> monitor.startSpread(Duration.ZERO)
                .interval(Duration.ofSeconds(5))
                .witnesses(List.of("[::1]:53", "gateway:80"), 1));
        test.checker().on("[::1]:53").refused();
        test.checker().on("gateway:80").unreachable();
        test.watch("db:5432").up(Duration.ofMillis(2));
        test.watch("[::1]:6379").refused();
        test.watch("cache:11211").unknown(UnknownReason.NO_ROUTE);
        test.advance(Duration.ofSeconds(6));
        return test;
    }

    private static TargetLabels labels(String target) {
        return target.equals("db:5432")
                ? new TargetLabels("orders", "data", Map.of("env", "prod"))
                : TargetLabels.none();
    }

    private static void assertGolden(String actual, String file) throws IOException {
        Path golden = Path.of("src/test/resources/metrics", file);
        if (Boolean.getBoolean("halfshake.golden.write")) {
            Files.writeString(golden, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(golden));
    }

    @Test
    void page_isAsExpected() throws IOException {
        try (TestMonitor test = watching()) {
            assertGolden(text(test, MetricsPageTest::labels, 10), "metrics.txt");
        }
    }

    @Test
    void openMetrics_isWrittenForThoseWhoAcceptIt() throws IOException {
        try (TestMonitor test = watching()) {
            MultiCollector metrics = new MonitorMetrics(test.monitor(), test.checker(), MetricsPageTest::labels, 10);
            Response page = page(metrics, OPEN_METRICS);
            String text = body(page);

            assertThat(page.headers().get("Content-Type")).startsWith("application/openmetrics-text");
            assertThat(text)
                    .contains("# TYPE halfshake_checks counter\n", "halfshake_checks_total{reason=\"refused\"")
                    .endsWith("# EOF\n");
            assertThat(page(metrics, "text/html").headers().get("Content-Type"))
                    .startsWith("text/plain; version=0.0.4");
        }
    }

    @Test
    void target_isUnknownUntilItsStateIsKnownAndLeftOutOnceItIsRemoved() throws IOException {
        try (TestMonitor test = TestMonitor.create()) {
            test.watch("db:5432").unknown(UnknownReason.NO_ROUTE).up();
            test.advance(Duration.ZERO);
            assertThat(text(test).lines().filter(line -> line.contains("db:5432")))
                    .containsExactly("halfshake_target_known{name=\"db:5432\",target=\"db:5432\"} 0.0");
            assertThat(text(test)).contains("halfshake_monitor_targets{state=\"unknown\"} 1");

            test.advance(Duration.ofSeconds(30));
            assertThat(text(test))
                    .contains("halfshake_target_up{name=\"db:5432\",target=\"db:5432\"} 1.0\n")
                    .contains("halfshake_target_known{name=\"db:5432\",target=\"db:5432\"} 1.0\n");

            test.monitor().remove("db:5432");
            assertThat(text(test)).doesNotContain("db:5432");
        }
    }

    @Test
    void details_endAtTheLimit() throws IOException {
        try (TestMonitor test = watching()) {
            List<String> ofTargets = text(test, target -> TargetLabels.none(), 2)
                    .lines()
                    .filter(line -> line.startsWith("halfshake_target_"))
                    .toList();

            assertThat(ofTargets)
                    .containsExactly(
                            "halfshake_target_known{name=\"[::1]:6379\",target=\"[::1]:6379\"} 1.0",
                            "halfshake_target_known{name=\"cache:11211\",target=\"cache:11211\"} 0.0",
                            "halfshake_target_known{name=\"db:5432\",target=\"db:5432\"} 1.0",
                            "halfshake_target_up{name=\"[::1]:6379\",target=\"[::1]:6379\"} 0.0",
                            "halfshake_target_up{name=\"db:5432\",target=\"db:5432\"} 1.0");
            assertThat(text(test, target -> TargetLabels.none(), 3)).contains("halfshake_target_down_time_seconds{");
        }
    }

    @Test
    void detailLimit_isNotNegative() {
        try (TestMonitor test = TestMonitor.create()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> new MonitorMetrics(test.monitor(), test.checker(), target -> TargetLabels.none(), -1))
                    .withMessage("detailLimit: -1 (expected >= 0)");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "say \"hi\"",
                "two\nlines",
                "back\\slash\\",
                "\\n is not a line's end",
                "<script>alert(1)</script>",
                "\u202egnirts\u202c \u200f \u05d0",
                "}} 1\nhalfshake_target_up 0",
                "\ud83d\ude80 {}=,"
            })
    void labelValues_arriveAsTheyAre(String value) throws IOException {
        try (TestMonitor test = TestMonitor.create()) {
            test.watch("db:5432").up();
            test.advance(Duration.ZERO);
            String line = text(test, target -> new TargetLabels(value, null, Map.of()), 10)
                    .lines()
                    .filter(each -> each.startsWith("halfshake_target_up{"))
                    .collect(Collectors.joining());

            String shown = line.replaceFirst("^halfshake_target_up\\{name=\"", "")
                    .replaceFirst("\",target=\"db:5432\"} 1\\.0$", "");
            assertThat(unescaped(shown)).isEqualTo(value);
        }
    }

    /** As Prometheus' own reader does it. */
    private static String unescaped(String shown) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < shown.length(); i++) {
            char c = shown.charAt(i);
            assertThat(c).isNotIn('"', '\n');
            if (c == '\\') {
                i++;
                assertThat(shown.charAt(i)).isIn('\\', '"', 'n');
                c = shown.charAt(i) == 'n' ? '\n' : shown.charAt(i);
            }
            text.append(c);
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1st", "a-b", "a b", "\u00fcber", "a.b", "a:b", "x\n"})
    void labelNames_areThoseOfPrometheus(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TargetLabels(null, null, Map.of(name, "x")))
                .withMessage("label: \"" + name.replace("\n", "\\u000a")
                        + "\" (expected letters, digits and underscores, not a digit first)");
    }

    @Test
    void labelNames_areNotOurs() {
        for (String name : List.of("target", "name", "group")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new TargetLabels(null, null, Map.of(name, "x")))
                    .withMessage("label: \"" + name
                            + "\" (expected another than target, name and group, which every target has)");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TargetLabels(null, null, Map.of("__x", "x")))
                .withMessage("label: \"__x\" (expected one that does not begin with __)");
        assertThat(new TargetLabels(null, null, Map.of("_x1", "")).of("db:1").stream())
                .extracting(Object::toString)
                .hasSize(2);
    }

    /** Its scrapes end when the test lets them. */
    private static final class SlowMetrics implements MultiCollector {
        final CountDownLatch begun = new CountDownLatch(4);
        final CountDownLatch end = new CountDownLatch(1);

        @Override
        public MetricSnapshots collect() {
            begun.countDown();
            try {
                assertThat(end.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return MetricSnapshots.of();
        }
    }

    @Test
    void scrapesAtOnce_areFewAndTheirPlacesAreFreedAgain() throws Exception {
        SlowMetrics slow = new SlowMetrics();
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(slow);
        MetricsPage page = new MetricsPage(registry);
        Request request = new Request("/metrics", null, Map.of());
        List<CompletableFuture<Void>> scrapes =
                List.of(running(page, request), running(page, request), running(page, request), running(page, request));
        assertThat(slow.begun.await(60, TimeUnit.SECONDS)).isTrue();

        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> body(page.handle(request).join()))
                .withMessage("scrapes: 4 are being made (expected fewer at once)")
                .matches(refused -> refused.status() == 503);

        slow.end.countDown();
        for (CompletableFuture<Void> each : scrapes) {
            each.get(60, TimeUnit.SECONDS);
        }
        assertThat(body(page.handle(request).join())).isEmpty();
    }

    private static CompletableFuture<Void> running(MetricsPage page, Request request) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                page.handle(request).join().body().writeTo(OutputStream.nullOutputStream());
                ended.complete(null);
            } catch (IOException | RuntimeException e) {
                ended.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return ended;
    }
}
