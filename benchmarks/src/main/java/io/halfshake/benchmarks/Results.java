package io.halfshake.benchmarks;

import java.util.List;

/**
 * All that was measured in one run.
 *
 * @param machine where and when
 * @param options what was asked for
 * @param rows one for each contender, work and number in flight
 * @param roundTrips how right reported round trips are
 * @param leftOut contenders that did not take part, with the reason
 */
record Results(Machine machine, Options options, List<Row> rows, List<RoundTripRow> roundTrips, List<String> leftOut) {}
