package io.halfshake.benchmarks.watcher;

import java.util.HashMap;
import java.util.Map;

/**
 * What a scrape of {@code /metrics} says, in Prometheus' text format.
 *
 * @param sums of each metric the sum over its labels
 * @param millis from the request to the last byte
 * @param bytes of the body
 */
record Scrape(Map<String, Double> sums, double millis, int bytes) {
    private static final String DOWNS = "halfshake_transitions_total{to=\"down\"}";

    static Scrape of(String body, double millis, int bytes) {
        Map<String, Double> sums = new HashMap<>();
        body.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int end = line.indexOf('{');
            String name = line.substring(0, end < 0 ? line.indexOf(' ') : end);
            // A label's value may have spaces in it, a metric's not, and there is no time after it.
            double value = Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
            Double unused = sums.merge(name, value, Double::sum);
            if (line.startsWith(DOWNS)) {
                sums.put(DOWNS, value);
            }
        });
        return new Scrape(sums, millis, bytes);
    }

    /**
     * The sum of a metric over its labels.
     *
     * @throws IllegalStateException if there is no such metric
     */
    long sum(String name) {
        Double sum = sums.get(name);
        if (sum == null) {
            throw new IllegalStateException("metric: " + name + " (expected in /metrics)");
        }
        return Math.round(sum);
    }

    /** Checks of targets that have ended. */
    long checks() {
        return sum("halfshake_checks_total");
    }

    /** Transitions to down. */
    long downs() {
        return sum(DOWNS);
    }
}
