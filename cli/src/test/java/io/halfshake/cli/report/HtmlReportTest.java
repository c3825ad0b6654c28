package io.halfshake.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.UnknownReason;
import io.halfshake.cli.Xhtml;
import io.halfshake.testing.FakeScript;
import io.halfshake.testing.TestMonitor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class HtmlReportTest {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final TestMonitor rig = TestMonitor.create(builder -> builder.interval(INTERVAL)
            .timeout(Duration.ofMillis(900))
            .startSpread(Duration.ZERO)
            .rise(1)
            .fall(1));

    private String machine = "host-7";

    private RoundTripRecorder record(List<String> targets) {
        RoundTripRecorder recorder = new RoundTripRecorder(targets, INTERVAL);
        rig.monitor().addListener(recorder);
        return recorder;
    }

    private String page(RoundTripRecorder recorder) {
        long end = rig.checker().time().getAsLong();
        return HtmlReport.of(
                new ReportFacts(
                        rig.monitor().snapshot(),
                        rig.checker().engine(),
                        0,
                        0,
                        end,
                        ZoneId.of("+01:00"),
                        machine,
                        "Halfshake 1.2.3",
                        Map.of("Checks", "each target every 1s")),
                recorder);
    }

    /** After eleven checks that are up, thirty are down, and the rest is up. */
    private Xhtml reportOfAnOutage() {
        RoundTripRecorder recorder = record(List.of("db:1"));
        rig.watch("db:1").up(Duration.ofMillis(2)).times(11).refused().times(30).up(Duration.ofMillis(2));
        rig.advance(Duration.ofSeconds(100));
        return Xhtml.parse(page(recorder));
    }

    private static List<String> row(Xhtml page, String cell) {
        return page.elements("tr").stream()
                .map(HtmlReportTest::cells)
                .filter(cells -> cells.contains(cell))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> cells(Element row) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < row.getChildNodes().getLength(); i++) {
            cells.add(row.getChildNodes().item(i).getTextContent());
        }
        return cells;
    }

    @Test
    void heading_saysWhatWasMeasuredWhereAndHow() {
        Xhtml page = reportOfAnOutage();
        assertThat(page.texts("title")).containsExactly("Halfshake report, 2000-01-01 01:01:40.000");
        assertThat(page.texts("p")).contains("1 target: 1 up, 0 down, 0 unknown; 1 had an outage");
        assertThat(page.fact("Measured"))
                .isEqualTo("2000-01-01 01:00:00.000 to 2000-01-01 01:01:40.000, 1 m 40.000 s; all times are UTC+01:00");
        assertThat(page.fact("Machine")).isEqualTo("host-7");
        assertThat(page.fact("Engine")).isEqualTo("fake (half handshake)");
        assertThat(page.fact("Version")).isEqualTo("Halfshake 1.2.3");
        assertThat(page.texts("dt")).contains("Checks");
    }

    @Test
    void target_hasItsStateCountsAndPercentiles() {
        Xhtml page = reportOfAnOutage();
        assertThat(page.elements("span", "badge"))
                .extracting(Element::getTextContent)
                .containsExactly("▲ up");
        assertThat(page.fact("State")).startsWith("up, since 2000-01-01 01:00:41.002, for 58.998 s");
        assertThat(page.texts("dd"))
                .anyMatch(value -> value.strip().equals("100: 70 up, 30 down (30 refused), 0 unknown"));
        assertThat(page.fact("Loss")).isEqualTo("30.00%");
        assertThat(page.fact("Down")).isEqualTo("at least 29.000 s, at most 31.002 s, in 1 outage");
        assertThat(page.fact("Unobserved")).isEqualTo("0.000 s");
        assertThat(page.fact("Round trip")).startsWith("p50 2.0").contains(", p95 2.0", ", p99 2.0", ", max 2.0");
    }

    @Test
    void outage_hasItsBounds() {
        assertThat(row(reportOfAnOutage(), "refused"))
                .containsExactly(
                        "2000-01-01 01:00:10.000 and 2000-01-01 01:00:11.000",
                        "2000-01-01 01:00:40.000 and 2000-01-01 01:00:41.002",
                        "29.000 s",
                        "31.002 s",
                        "0.000 s",
                        "refused");
    }

    @Test
    void findings_areCountedAndExplained() {
        Xhtml page = reportOfAnOutage();
        assertThat(row(page, "up")).containsExactly("up", "70", "70.00%", "the target answered");
        assertThat(row(page, "down: refused"))
                .containsExactly("down: refused", "30", "30.00%", "the host answered that the port is closed");
    }

    @Test
    void lastEvidence_isShown() {
        Xhtml page = reportOfAnOutage();
        assertThat(page.fact("Result")).startsWith("db:1 ").contains(" is up: answered in 2.00 ms");
        assertThat(page.fact("At")).isEqualTo("2000-01-01 01:01:39.002");
        assertThat(page.fact("Signal")).isEqualTo("syn ack");
    }

    @Test
    void drawings_haveTheTimeOfTheWatch() {
        Xhtml page = reportOfAnOutage();
        assertThat(page.paths("down")).containsExactly("M66 0H240V20H66Z");
        assertThat(page.paths("failed"))
                .as("from half an interval before the first failed check")
                .singleElement()
                .asString()
                .startsWith("M63 106H243");
        assertThat(page.paths("median")).hasSize(1);
        assertThat(page.elements("div", "times").get(0).getTextContent().strip())
                .isEqualTo("01:00:00 01:00:50 01:01:40");
    }

    @Test
    void outageThatBeganUnseen_hasNoLongestLength() {
        rig.watch("db:1").refused().times(5).up();
        rig.advance(Duration.ofSeconds(10));
        Xhtml page = Xhtml.parse(page(record(List.of())));
        assertThat(row(page, "refused"))
                .startsWith("before 2000-01-01 01:00:00.000")
                .contains("not known");
        assertThat(page.fact("Down")).endsWith(", counted from the first check");
    }

    @Test
    void ongoingOutage_isStillDown() {
        rig.watch("db:1").up().refused();
        rig.advance(Duration.ofSeconds(10));
        Xhtml page = Xhtml.parse(page(record(List.of())));
        assertThat(row(page, "refused")).contains("still down", "not known");
        assertThat(page.elements("span", "down"))
                .extracting(Element::getTextContent)
                .containsExactly("▼ down");
    }

    @Test
    void targetWithoutConclusiveChecks_hasNoDrawings() {
        rig.watch("typo:1").unknown(UnknownReason.UNRESOLVED, new IllegalStateException("<b>no</b> \u202esuch name"));
        rig.advance(Duration.ofSeconds(2));
        Xhtml page = Xhtml.parse(page(record(List.of("typo:1"))));
        assertThat(page.elements("svg")).isEmpty();
        assertThat(page.fact("State")).startsWith("unknown, since ");
        assertThat(page.fact("Loss")).isEqualTo("–");
        assertThat(page.fact("Error")).isEqualTo("<b>no</b> \\u202esuch name");
        assertThat(page.elements("b")).isEmpty();
    }

    @Test
    void unobservedTime_isListed() {
        rig.watch("db:1").up();
        rig.advance(Duration.ofMillis(2_500));
        rig.stall(Duration.ofSeconds(5));
        rig.advance(Duration.ofSeconds(2));
        Xhtml page = Xhtml.parse(page(record(List.of())));
        assertThat(page.texts("caption")).contains("Not observed, the latest first");
        assertThat(page.paths("unobserved")).hasSize(1);
        assertThat(page.texts("dt")).contains("Paused");
    }

    @Test
    void unobservedTimeThatIsNoLongerListed_isInTheTotal() {
        FakeScript script = rig.watch("db:1");
        for (int i = 0; i < 60; i++) {
            script.up().unknown(UnknownReason.SATURATED);
        }
        rig.advance(Duration.ofSeconds(119));
        Xhtml page = Xhtml.parse(page(record(List.of())));
        assertThat(page.fact("Unobserved"))
                .as("from each odd second to the next")
                .isEqualTo("59.000 s");
        assertThat(page.elements("tr").stream()
                        .map(HtmlReportTest::cells)
                        .filter(cells -> cells.size() == 3 && cells.get(2).equals("1.000 s")))
                .hasSize(50);
        assertThat(page.texts("p")).contains("Earlier ones are not listed. The total above includes them.");
        assertThat(page.fact("Available"))
                .as("the ninth span, of those that are not listed, ended then")
                .endsWith(", from 2000-01-01 01:00:18.000 on; of the time before, only the totals are known");
    }

    @Test
    void unobservedSilence_isNoLossAndIsExplained() {
        rig.watch("db:1").up().timesOut().up();
        rig.advance(Duration.ofMillis(1_200));
        rig.stall(Duration.ofSeconds(5));
        rig.advance(Duration.ofSeconds(2));
        Xhtml page = Xhtml.parse(page(record(List.of())));
        assertThat(page.texts("dd"))
                .anyMatch(value -> value.contains(" 1 down (1 timed out), 0 unknown; 1 of those down unobserved"));
        assertThat(page.fact("Loss")).isEqualTo("0.00%");
        assertThat(row(page, "of those down, unobserved")).contains("1");
        assertThat(page.fact("Down")).isEqualTo("never seen");
    }

    @Test
    void machineName_isData() {
        machine = "<script>\u200f&";
        rig.watch("db:1").up();
        rig.advance(Duration.ofSeconds(2));
        assertThat(Xhtml.parse(page(record(List.of()))).fact("Machine")).isEqualTo("<script>\\u200f&");
    }

    @Test
    void page_asksForNothingAndRunsNothing() {
        RoundTripRecorder recorder = record(List.of("db:1", "db:2"));
        rig.watch("db:1").up();
        rig.watch("db:2").refused();
        rig.advance(Duration.ofSeconds(5));
        String text = page(recorder);
        Xhtml page = Xhtml.parse(text);
        assertThat(page.elements("*").stream().map(Element::getTagName).distinct())
                .doesNotContain("script", "img", "iframe", "object", "embed", "video", "audio", "form", "base");
        assertThat(page.elements("link"))
                .extracting(link -> link.getAttribute("href"))
                .containsExactly("data:,");
        assertThat(page.elements("a"))
                .extracting(link -> link.getAttribute("href"))
                .containsExactly("#target-1", "#target-2");
        assertThat(page.elements("section"))
                .extracting(section -> section.getAttribute("id"))
                .containsExactly("target-1", "target-2");
        assertThat(text).doesNotContain("url(", "@import");
        assertThat(text.replaceAll(" xmlns=\"[^\"]*\"", "")).doesNotContain("://");
        assertThat(page.elements("meta"))
                .extracting(meta -> meta.getAttribute("content"))
                .contains("default-src 'none'; style-src 'unsafe-inline'; img-src data:");
    }

    @Test
    void fiveHundredTargets_fitIntoSomeMegabytes() {
        List<String> targets = new ArrayList<>();
        for (int port = 1; port <= 500; port++) {
            targets.add("many:" + port);
        }
        RoundTripRecorder recorder = record(targets);
        for (String target : targets) {
            FakeScript script = rig.watch(target);
            for (int i = 0; i < 60; i++) {
                script.up(Duration.ofNanos(200_000 + 7_919L * i)).refused();
            }
        }
        rig.advance(Duration.ofSeconds(119));
        String text = page(recorder);
        Xhtml page = Xhtml.parse(text);
        assertThat(page.elements("section")).hasSize(500);
        assertThat(page.paths("median")).hasSize(500);
        assertThat(page.texts("caption").stream().filter(each -> each.startsWith("Outages")))
                .hasSize(500);
        assertThat(page.texts("p")).contains("50 earlier ones are not listed.");
        assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1_000_000, 9_000_000);
    }

    @Test
    void moreTargets_areDescribedByUrgency() {
        List<String> targets = new ArrayList<>();
        for (int port = 1; port <= 600; port++) {
            targets.add("many:" + port);
            rig.watch("many:" + port).up();
        }
        rig.watch("recovered:1").up().refused().up();
        rig.watch("typo:1").unknown(UnknownReason.UNRESOLVED);
        rig.watch("down:1").refused();
        rig.advance(Duration.ofSeconds(5));
        Xhtml page = Xhtml.parse(page(record(targets)));
        assertThat(page.elements("section")).hasSize(HtmlReport.MAX_SECTIONS);
        assertThat(page.texts("bdi").stream()
                        .filter(name -> name.endsWith(":1"))
                        .limit(4))
                .containsExactly("down:1", "typo:1", "recovered:1", "many:1");
        assertThat(page.elements("a")).hasSize(HtmlReport.MAX_SECTIONS);
        assertThat(page.elements("tbody").get(0).getElementsByTagName("tr").getLength())
                .isEqualTo(603);
        assertThat(page.texts("p")).anyMatch(note -> note.startsWith("Only the 500 most urgent targets are described"));
    }

    @Test
    void tooManyTargets_areNotDrawnAndThePageSaysSo() {
        List<String> targets = new ArrayList<>();
        for (int port = 1; port <= RoundTripRecorder.MAX_TARGETS + 1; port++) {
            targets.add("many:" + port);
        }
        RoundTripRecorder recorder = record(targets);
        rig.watch("many:1").up();
        rig.advance(Duration.ofSeconds(2));
        Xhtml page = Xhtml.parse(page(recorder));
        assertThat(page.paths("median")).isEmpty();
        assertThat(page.texts("p")).contains("With more than 2,000 targets, round trips over time are not drawn.");
    }
}
