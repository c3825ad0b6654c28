package io.halfshake.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cli.Xhtml;
import io.halfshake.testing.TestMonitor;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class OutageTimelineTest {
    private static final Duration LENGTH = Duration.ofMinutes(10);
    /** A unit of the drawing is a second. */
    private static final TimeScale TIME =
            new TimeScale(0, LENGTH.toNanos(), Instant.parse("2000-01-01T00:10:00Z"), ZoneOffset.UTC);

    private final TestMonitor rig = TestMonitor.create(builder -> builder.interval(Duration.ofSeconds(10))
            .timeout(Duration.ofSeconds(1))
            .startSpread(Duration.ZERO)
            .rise(1)
            .fall(1));

    private Xhtml timeline() {
        Html html = new Html();
        OutageTimeline.write(html, rig.status("db:1"), TIME);
        return Xhtml.parse(html.finish());
    }

    @Test
    void outage_isAFullBoxBetweenItsBounds() {
        rig.watch("db:1").up().times(11).refused().times(20).up();
        rig.advance(LENGTH);
        Xhtml timeline = timeline();
        assertThat(timeline.paths("down")).containsExactly("M110 0H300V20H110Z");
        assertThat(timeline.paths("bounds")).containsExactly("M100 4H110V16H100ZM300 4H310V16H300Z");
        assertThat(timeline.paths("up")).containsExactly("M0 9H100V11H0ZM310 9H600V11H310Z");
        assertThat(timeline.paths("unobserved")).isEmpty();
    }

    @Test
    void outageOfOneCheck_isStillSeen() {
        rig.watch("db:1").up().times(11).refused().up();
        rig.advance(LENGTH);
        assertThat(timeline().paths("down")).containsExactly("M110 0H111.5V20H110Z");
    }

    @Test
    void ongoingOutage_reachesTheEnd() {
        rig.watch("db:1").up().times(11).refused();
        rig.advance(LENGTH);
        Xhtml timeline = timeline();
        assertThat(timeline.paths("down")).containsExactly("M110 0H600V20H110Z");
        assertThat(timeline.paths("bounds")).as("of its beginning only").containsExactly("M100 4H110V16H100Z");
        assertThat(timeline.paths("up")).containsExactly("M0 9H100V11H0Z");
    }

    @Test
    void outageThatBeganUnseen_hasNoOutlineOfItsBeginning() {
        rig.watch("db:1").refused().times(3).up();
        rig.advance(LENGTH);
        Xhtml timeline = timeline();
        assertThat(timeline.paths("down")).containsExactly("M0 0H20V20H0Z");
        assertThat(timeline.paths("bounds")).containsExactly("M20 4H30V16H20Z");
        assertThat(timeline.paths("up")).containsExactly("M30 9H600V11H30Z");
    }

    @Test
    void unobservedPartOfAnOutage_isNotDown() {
        rig.watch("db:1").up().times(11).refused().times(20).up();
        rig.advance(Duration.ofSeconds(205));
        rig.stall(Duration.ofSeconds(100));
        rig.advance(Duration.ofSeconds(295));
        Xhtml timeline = timeline();
        assertThat(timeline.paths("down"))
                .singleElement()
                .asString()
                .as("checks at 200, 305 and 390 seconds")
                .matches("M110 0H20[45](\\.\\d)?V20H110ZM305(\\.\\d)? 0H390V20H305(\\.\\d)?Z");
        assertThat(timeline.paths("unobserved"))
                .singleElement()
                .asString()
                .matches("M20[45](\\.\\d)? 23H305(\\.\\d)?V27H20[45](\\.\\d)?Z");
        assertThat(timeline.paths("up")).containsExactly("M0 9H100V11H0ZM400 9H600V11H400Z");
    }

    @Test
    void description_hasTheNumberOfOutages() {
        rig.watch("db:1").up().times(11).refused().up();
        rig.advance(Duration.ofSeconds(50));
        assertThat(timeline().elements("svg").get(0).getAttribute("aria-label")).isEqualTo("Timeline without outages");
        rig.advance(Duration.ofSeconds(550));
        assertThat(timeline().elements("svg").get(0).getAttribute("aria-label"))
                .isEqualTo("Timeline with 1 outage; the table below has the times");
    }

    @Test
    void unobservedTime_isALineOfItsOwnAndNotUp() {
        rig.watch("db:1").up();
        rig.advance(Duration.ofSeconds(105));
        rig.stall(Duration.ofSeconds(100));
        rig.advance(Duration.ofSeconds(395));
        Xhtml timeline = timeline();
        assertThat(timeline.paths("unobserved"))
                .singleElement()
                .asString()
                .matches("M1\\d\\d(\\.\\d)? 23H2\\d\\d.*V27.*");
        assertThat(timeline.paths("up")).singleElement().asString().matches("M0 9H1\\d\\d.*ZM2\\d\\d.*H600V11H.*Z");
    }
}
