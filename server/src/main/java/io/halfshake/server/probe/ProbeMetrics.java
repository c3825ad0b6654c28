package io.halfshake.server.probe;

import io.halfshake.CheckResult;
import io.halfshake.Handshake;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A probe's report as metrics: those of blackbox_exporter under its names, all of them gauges as there, and ours. */
final class ProbeMetrics {
    private static final double NANOS_PER_SECOND = 1e9;

    private ProbeMetrics() {}

    static MetricSnapshots of(ProbeReport report) {
        CheckResult result = report.result();
        InetSocketAddress address = result.address();
        InetAddress ip = address == null ? null : address.getAddress();
        MetricSnapshots.Builder all = MetricSnapshots.builder()
                .metricSnapshot(gauge("probe_success", "Whether the target is up", result.isUp()))
                .metricSnapshot(gauge(
                        "probe_duration_seconds",
                        "How long the probe took, name resolution included",
                        report.elapsedNanos() / NANOS_PER_SECOND))
                .metricSnapshot(gauge(
                        "probe_timeout_seconds",
                        "How long the probe might take",
                        seconds(report.request().timeout())))
                .metricSnapshot(gauge(
                        "probe_dns_lookup_time_seconds",
                        "How long name resolution took",
                        report.lookupNanos() / NANOS_PER_SECOND))
                .metricSnapshot(gauge(
                        "probe_ip_protocol",
                        "4 or 6, as the version of IP; 0 where the name was not resolved",
                        ip == null ? 0 : ip.getAddress().length == 4 ? 4 : 6))
                .metricSnapshot(gauge(
                        "probe_ip_addr_hash",
                        "A hash of the address, to see when it changes; 0 where the name was not resolved",
                        ip == null ? 0 : fnv1a(ip.getAddress())))
                .metricSnapshot(gauge(
                        "halfshake_probe_conclusive",
                        "0 where the probe could not tell, for a reason on this side",
                        report.isConclusive()))
                .metricSnapshot(gauge(
                        "halfshake_probe_blind",
                        "1 where too few witnesses responded meanwhile, so that silence is no evidence, else 0",
                        report.blind()))
                .metricSnapshot(gauge(
                        "halfshake_probe_half_open",
                        "Whether no handshake was completed, so that the target's application noticed nothing",
                        result.evidence().handshake() == Handshake.HALF))
                .metricSnapshot(gauge(
                        "halfshake_probe_syns",
                        "SYNs that are known to have been sent",
                        result.evidence().syns()))
                .metricSnapshot(result(result));
        Duration roundTrip = result.roundTrip();
        if (roundTrip != null) {
            all.metricSnapshot(
                    gauge("halfshake_probe_round_trip_seconds", "From the SYN to the answer", seconds(roundTrip)));
        }
        return all.build();
    }

    private static GaugeSnapshot result(CheckResult result) {
        return gauge(
                "halfshake_probe_result",
                "1 for what the probe found, and why",
                Labels.of("result", lowerCase(result.state()), "reason", lowerCase(reason(result))),
                1);
    }

    private static @Nullable Enum<?> reason(CheckResult result) {
        if (result instanceof CheckResult.Down down) {
            return down.reason();
        }
        return result instanceof CheckResult.Unknown unknown ? unknown.reason() : null;
    }

    private static String lowerCase(@Nullable Enum<?> constant) {
        return constant == null ? "none" : constant.name().toLowerCase(Locale.ROOT);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS_PER_SECOND;
    }

    /** FNV-1a of 32 bits (RFC 9923), as blackbox_exporter makes it of the address's 4 or 16 bytes. */
    static double fnv1a(byte[] bytes) {
        int hash = 0x811c9dc5;
        for (byte each : bytes) {
            hash = (hash ^ (each & 0xff)) * 0x01000193;
        }
        return Integer.toUnsignedLong(hash);
    }

    private static GaugeSnapshot gauge(String name, String help, boolean holds) {
        return gauge(name, help, holds ? 1 : 0);
    }

    private static GaugeSnapshot gauge(String name, String help, double value) {
        return gauge(name, help, Labels.EMPTY, value);
    }

    private static GaugeSnapshot gauge(String name, String help, Labels labels, double value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(new GaugeDataPointSnapshot(value, labels, null))
                .build();
    }
}
