package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.halfshake.CheckResult;
import io.halfshake.DownReason;
import io.halfshake.UnknownReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MonitorOutagesTest {
    private static final Instant BEGINNING = Instant.parse("2000-01-01T00:00:00Z");
    private static final Duration ROUND_TRIP = Duration.ofMillis(20);

    private static Instant at(double seconds) {
        return BEGINNING.plusMillis(Math.round(seconds * 1_000));
    }

    @Test
    void outageBounds_lieBetweenNeighbouringGoodAndBadChecks() {
        ScriptedMonitor rig = ScriptedMonitor.create(monitor -> monitor.fastInterval(Duration.ofSeconds(5)));
        rig.watch("db:1")
                .up(ROUND_TRIP)
                .times(2)
                .after(ROUND_TRIP)
                .refused()
                .times(4)
                .up(ROUND_TRIP);
        rig.advance(Duration.ofSeconds(60));
        OutageHistory ledger = rig.status("db:1").outageHistory();

        assertThat(ledger.outages()).singleElement().satisfies(outage -> {
            assertThat(outage.began().earliest()).isEqualTo(at(5));
            assertThat(outage.began().latest()).isEqualTo(at(10.02));
            assertThat(outage.ended().earliest()).isEqualTo(at(25));
            assertThat(outage.ended().latest()).isEqualTo(at(30.02));
            assertThat(outage.began().width()).isEqualTo(Duration.ofMillis(5_020));
            assertThat(outage.shortest()).isEqualTo(Duration.ofMillis(14_980));
            assertThat(outage.longest()).isEqualTo(Duration.ofMillis(25_020));
            assertThat(outage.reason()).isEqualTo(DownReason.REFUSED);
            assertThat(outage.ongoing()).isFalse();
            assertThat(outage.beganUnseen()).isFalse();
        });
        assertThat(ledger.current()).isNull();
        assertThat(ledger.downtime().outages()).isEqualTo(1);
        assertThat(ledger.observedFrom()).isEqualTo(BEGINNING);
        OutageHistory.UptimeRange hour = ledger.availability(Duration.ofHours(1));
        assertThat(hour.from()).isEqualTo(BEGINNING);
        assertThat(hour.lower()).isCloseTo(1 - 25.02 / 60, within(1e-9));
        assertThat(hour.upper()).isCloseTo(1 - 14.98 / 60, within(1e-9));
        OutageHistory.UptimeRange later = ledger.availability(Duration.ofSeconds(20));
        assertThat(later.lower()).isEqualTo(1);
        assertThat(later.upper()).isEqualTo(1);
    }

    @Test
    void transition_carriesItsEvidenceAndBounds() {
        ScriptedMonitor rig = ScriptedMonitor.create();
        rig.watch("db:1").up().refused().times(3).unreachable();
        rig.advance(Duration.ofSeconds(8));

        assertThat(rig.transitions()).hasSize(2);
        Transition down = rig.transitions().get(1);
        assertThat(down.from()).isEqualTo(TargetState.UP);
        assertThat(down.evidence().describe()).contains("refused");
        assertThat(down.at()).isEqualTo(at(7));
        assertThat(down.atNanos()).isEqualTo(7_000_000_000L);
        assertThat(down.bounds().earliest()).isEqualTo(at(0));
        assertThat(down.bounds().latest()).isEqualTo(at(5));
    }

    @Test
    void ongoingOutage_isCertainUntilTheLastBadCheck() {
        ScriptedMonitor rig = ScriptedMonitor.create();
        rig.watch("db:1").refused();
        rig.advance(Duration.ofSeconds(12));
        Outage current = rig.status("db:1").outageHistory().current();

        assertThat(current).isNotNull();
        assertThat(current.ongoing()).isTrue();
        assertThat(current.beganUnseen()).isTrue();
        assertThat(current.ended().earliest()).isEqualTo(at(10));
        assertThat(current.ended().latest()).isEqualTo(at(12));
        assertThat(rig.status("db:1").outageHistory().outageLengths().weight()).isZero();
    }

    @Test
    void outageHistory_containsTheTruth() {
        Random random = new Random(6);
        for (int round = 0; round < 100; round++) {
            ScriptedMonitor rig = ScriptedMonitor.create(monitor -> monitor.interval(Duration.ofSeconds(1))
                    .rise(1 + random.nextInt(3))
                    .fall(1 + random.nextInt(3)));
            // Up for longer than it takes to notice, down for as long, and up again.
            int upMillis = 5_000 + random.nextInt(20_000);
            int downMillis = 5_000 + random.nextInt(20_000);
            rig.watch("db:1").up();
            rig.advance(Duration.ofMillis(upMillis));
            rig.on("db:1").refused();
            rig.advance(Duration.ofMillis(downMillis));
            rig.on("db:1").up();
            rig.advance(Duration.ofSeconds(20));
            OutageHistory ledger = rig.status("db:1").outageHistory();
            Outage outage = ledger.outages().get(0);
            Instant began = BEGINNING.plusMillis(upMillis);
            Instant ended = began.plusMillis(downMillis);

            assertThat(ledger.outages()).hasSize(1);
            assertThat(began)
                    .isBetween(outage.began().earliest(), outage.began().latest());
            assertThat(ended)
                    .isBetween(outage.ended().earliest(), outage.ended().latest());
            assertThat(outage.began().width()).isLessThanOrEqualTo(Duration.ofMillis(1_001));
            assertThat(outage.ended().width()).isLessThanOrEqualTo(Duration.ofMillis(1_001));
            assertThat(Duration.ofMillis(downMillis)).isBetween(outage.shortest(), outage.longest());
            double truth = 1 - (double) downMillis / (upMillis + downMillis + 20_000);
            OutageHistory.UptimeRange all = ledger.availability(Duration.ofDays(1));
            assertThat(truth).isBetween(all.lower(), all.upper());
        }
    }

    @Test
    void outageHistory_keepsTheLatestAndCountsAll() {
        ScriptedMonitor rig = ScriptedMonitor.create(monitor -> monitor.rise(1).fall(1));
        ScriptedMonitor.Script script = rig.watch("db:1");
        for (int i = 0; i < 80; i++) {
            script.up().refused();
        }
        script.up();
        rig.advance(Duration.ofSeconds(5 * 161));
        OutageHistory ledger = rig.status("db:1").outageHistory();

        assertThat(ledger.outages()).hasSize(50);
        assertThat(ledger.downtime().outages()).isEqualTo(80);
        assertThat(ledger.downtime().longest()).isEqualTo(Duration.ofSeconds(800));
        assertThat(ledger.outageLengths().weight()).isEqualTo(80);
        assertThat(ledger.availability(Duration.ofDays(1)).from()).isAfter(BEGINNING);
    }

    @Test
    void unknownResults_countAsUnobserved() {
        ScriptedMonitor rig = ScriptedMonitor.create();
        rig.watch("db:1").up().unknown(UnknownReason.NO_ROUTE).times(3).up();
        rig.advance(Duration.ofSeconds(30));
        OutageHistory ledger = rig.status("db:1").outageHistory();

        assertThat(ledger.unobserved()).singleElement().satisfies(span -> {
            assertThat(span.from()).isEqualTo(at(5));
            assertThat(span.to()).isEqualTo(at(20));
        });
        assertThat(ledger.unobservedTotal()).isEqualTo(Duration.ofSeconds(15));
        assertThat(ledger.availability(Duration.ofSeconds(30)).lower()).isCloseTo(0.5, within(1e-9));
        assertThat(ledger.availability(Duration.ofSeconds(30)).upper()).isEqualTo(1);
        assertThat(rig.status("db:1").counts().unknown()).isEqualTo(Map.of(UnknownReason.NO_ROUTE, 3L));
    }

    @Test
    void silenceDuringAStall_isHeld() {
        ScriptedMonitor rig = ScriptedMonitor.create(monitor -> monitor.fall(1));
        rig.watch("db:1").up().timesOut().up();
        rig.advance(Duration.ofMillis(5_100));
        rig.stall(Duration.ofSeconds(4));
        TargetStatus status = rig.status("db:1");

        assertThat(status.last()).isInstanceOf(CheckResult.Down.class);
        assertThat(status.lastHeld()).isTrue();
        rig.advance(Duration.ofSeconds(10));
        assertThat(rig.transitions()).hasSize(1);
        assertThat(rig.status("db:1").lastHeld()).isFalse();
        assertThat(rig.status("db:1").outageHistory().outages()).isEmpty();
    }

    @Test
    void refusalDuringAStall_isNotHeld() {
        ScriptedMonitor rig = ScriptedMonitor.create(monitor -> monitor.fall(1));
        rig.watch("db:1").up().after(Duration.ofMillis(900)).refused();
        rig.advance(Duration.ofMillis(5_100));
        rig.stall(Duration.ofSeconds(4));

        assertThat(rig.status("db:1").state()).isEqualTo(TargetState.DOWN);
    }

    @Test
    void status_reportsCountsRoundTripsAndLastResult() {
        ScriptedMonitor rig = ScriptedMonitor.create();
        rig.watch("10.0.0.1:80").up(ROUND_TRIP).times(3).refused().times(2).up(ROUND_TRIP);
        rig.advance(Duration.ofSeconds(40));
        TargetStatus status = rig.status("10.0.0.1:80");

        assertThat(status.counts().down()).isEqualTo(Map.of(DownReason.REFUSED, 2L));
        assertThat(status.counts().loss()).isCloseTo(2.0 / (status.counts().up() + 2), within(1e-9));
        assertThat(status.last()).isEqualTo(rig.lastResult("10.0.0.1:80"));
        assertThat(status.roundTrips().at(50)).isBetween(Duration.ofMillis(19), Duration.ofMillis(21));
        assertThat(status.since()).isEqualTo(at(0.02));
    }
}
