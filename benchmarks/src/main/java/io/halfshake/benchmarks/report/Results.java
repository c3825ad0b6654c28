package io.halfshake.benchmarks.report;

import io.halfshake.benchmarks.machine.Machine;
import io.halfshake.benchmarks.workload.Options;
import java.util.List;

/**
 * The measurements of one run.
 *
 * @param machine where and when
 * @param options the options of the run
 * @param rows one for each contender, workload and number in flight
 * @param roundTrips the accuracy of reported round trips
 * @param leftOut contenders that did not take part, with the reason
 */
public record Results(
        Machine machine, Options options, List<Row> rows, List<RoundTripRow> roundTrips, List<String> leftOut) {}
