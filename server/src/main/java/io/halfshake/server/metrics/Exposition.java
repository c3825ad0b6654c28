package io.halfshake.server.metrics;

import io.halfshake.server.web.Request;
import io.halfshake.server.web.Response;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Map;
import java.util.function.Supplier;

/** Metrics as a response, in the format that the scraper accepts: Prometheus' text, or OpenMetrics. */
public final class Exposition {
    private static final ExpositionFormatWriter TEXT = PrometheusTextFormatWriter.create();
    private static final ExpositionFormatWriter OPEN_METRICS = OpenMetricsTextFormatWriter.create();

    private Exposition() {}

    /**
     * Metrics as a response with status 200.
     *
     * @param request its header {@code Accept} decides
     * @param metrics asked for what is written when the body is
     * @return a response that is sent with gzip to those who accept it
     */
    public static Response of(Request request, Supplier<MetricSnapshots> metrics) {
        ExpositionFormatWriter writer = OPEN_METRICS.accepts(request.listHeader("Accept")) ? OPEN_METRICS : TEXT;
        return new Response(
                200, Map.of("Content-Type", writer.getContentType()), true, out -> writer.write(out, metrics.get()));
    }

    /**
     * Metrics in Prometheus' text format, for people.
     *
     * @param metrics what is written
     * @return a line each
     */
    public static String text(MetricSnapshots metrics) {
        return TEXT.toDebugString(metrics);
    }
}
