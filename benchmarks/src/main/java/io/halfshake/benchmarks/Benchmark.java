package io.halfshake.benchmarks;

import io.halfshake.benchmarks.contender.Contender;
import io.halfshake.benchmarks.contender.Measurement;
import io.halfshake.benchmarks.machine.Machine;
import io.halfshake.benchmarks.report.Results;
import io.halfshake.benchmarks.report.RoundTripRow;
import io.halfshake.benchmarks.report.Row;
import io.halfshake.benchmarks.workload.ClosedPort;
import io.halfshake.benchmarks.workload.Job;
import io.halfshake.benchmarks.workload.LabHosts;
import io.halfshake.benchmarks.workload.LoopbackListener;
import io.halfshake.benchmarks.workload.Options;
import io.halfshake.benchmarks.workload.Workload;
import io.halfshake.lab.Lab;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run: every workload, every number in flight, every contender. The contenders take turns, round by round, so that
 * other load on the machine affects all of them alike. Needs a network of its own; see
 * {@link io.halfshake.lab.LabNetwork}.
 */
final class Benchmark implements AutoCloseable {
    /** With fewer in flight, hosts at a distance are only waited for. */
    private static final int MIN_IN_LAB = 100;

    private static final int WARM_UP_IN_FLIGHT = 100;

    /** Long enough for the second compiler to have compiled the frequent paths. */
    private static final int WARM_UP_TURNS = 6;

    private static final int ROUND_TRIPS_IN_FLIGHT = 1_000;

    /** For silent hosts. */
    private static final long TIMEOUT_MILLIS = 500;

    /** On a machine with much else to do. */
    private static final long SMOKE_TIMEOUT_MILLIS = 1_000;

    static final String EVENLY_SPREAD = ", spread evenly";

    /** In the first of them the number in flight only rises. */
    private static final int EVEN_TIMEOUTS = 3;

    private final Options options;
    private final Consumer<String> progress;
    private final Contenders contenders;
    private final List<Row> rows = new ArrayList<>();
    private final List<RoundTripRow> roundTrips = new ArrayList<>();

    /** {@code progress} receives a line at each step. */
    Benchmark(Options options, Consumer<String> progress) throws IOException, InterruptedException {
        this.options = options;
        this.progress = progress;
        this.contenders = new Contenders(options);
    }

    Results run() throws IOException, InterruptedException {
        contenders.leftOut().forEach(progress);
        try (Lab lab = Lab.start();
                Workload loopback = LoopbackListener.start();
                Workload closed = ClosedPort.hold()) {
            List<Workload> workloads = new ArrayList<>(List.of(loopback, closed));
            for (int distance : options.distances()) {
                workloads.add(LabHosts.open(lab, options.hosts(), distance));
            }
            workloads.add(LabHosts.silent(lab, options.hosts(), isSmokeTest() ? SMOKE_TIMEOUT_MILLIS : TIMEOUT_MILLIS));
            warmUp(loopback);
            for (Workload workload : workloads) {
                measure(workload);
            }
            measureEvenly(workloads.get(workloads.size() - 1));
            compareRoundTrips(lab);
        }
        return new Results(Machine.here(contenders.packages()), options, rows, roundTrips, contenders.leftOut());
    }

    /** The number of checks is then fixed, and the figures mean nothing. */
    private boolean isSmokeTest() {
        return options.checks() > 0;
    }

    private void warmUp(Workload workload) throws IOException, InterruptedException {
        if (!isSmokeTest()) {
            for (Contender contender : contenders.withInFlight(workload, WARM_UP_IN_FLIGHT)) {
                progress.accept("warming up " + contender.name());
                Job unused = Calibration.of(
                        contender, Job.of(workload, 0, WARM_UP_IN_FLIGHT), WARM_UP_TURNS * options.seconds());
            }
        }
    }

    private void measure(Workload workload) throws IOException, InterruptedException {
        workload.prepare();
        for (int inFlight : options.inFlight()) {
            // A smoke test has few hosts, so a few in flight make sense.
            if (!workload.isInLab() || inFlight >= MIN_IN_LAB || isSmokeTest()) {
                Map<Contender, Job> jobs = new LinkedHashMap<>();
                for (Contender contender : contenders.withInFlight(workload, inFlight)) {
                    Job job = Job.of(workload, options.checks(), inFlight);
                    jobs.put(contender, isSmokeTest() ? job : Calibration.of(contender, job, options.seconds()));
                }
                interleave(workload, workload.name(), jobs, inFlight);
            }
        }
        Map<Contender, Job> jobs = new LinkedHashMap<>();
        for (Contender program : contenders.programs(workload)) {
            jobs.put(program, Job.of(workload, 0, 0));
        }
        interleave(workload, workload.name(), jobs, null);
    }

    private void interleave(Workload workload, String name, Map<Contender, Job> jobs, @Nullable Integer inFlight)
            throws IOException, InterruptedException {
        progress.accept(name + (inFlight == null ? ", programs" : ", " + inFlight + " in flight"));
        Map<Contender, List<Measurement>> turns = new LinkedHashMap<>();
        Map<Contender, Long> completed = new LinkedHashMap<>();
        for (int round = 0; round < options.rounds(); round++) {
            for (Map.Entry<Contender, Job> entry : jobs.entrySet()) {
                Contender contender = entry.getKey();
                long before = workload.completedHandshakes();
                turns.computeIfAbsent(contender, key -> new ArrayList<>()).add(contender.run(entry.getValue()));
                completed.merge(contender, workload.completedHandshakes() - before, Long::sum);
            }
        }
        turns.forEach((contender, all) -> rows.add(new Row(
                name,
                workload.expected(),
                contender.name(),
                inFlight,
                contender.wire(),
                completed.getOrDefault(contender, 0L),
                all)));
    }

    /** When all checks start at once, so do all deadlines. A monitor spreads its checks evenly. */
    private void measureEvenly(Workload workload) throws IOException, InterruptedException {
        int inFlight = Math.min(Collections.max(options.inFlight()), options.hosts());
        Map<Contender, Job> jobs = new LinkedHashMap<>();
        for (Contender contender : contenders.evenly()) {
            int checks = isSmokeTest() ? options.checks() : EVEN_TIMEOUTS * inFlight;
            jobs.put(contender, Job.of(workload, checks, inFlight).evenly());
        }
        interleave(workload, workload.name() + EVENLY_SPREAD, jobs, inFlight);
    }

    private void compareRoundTrips(Lab lab) throws IOException, InterruptedException {
        Workload workload = LabHosts.open(lab, options.hosts(), 0);
        workload.prepare();
        int inFlight = Math.min(ROUND_TRIPS_IN_FLIGHT, options.hosts());
        Map<Contender, List<RoundTripRow.Deviation>> errors = new LinkedHashMap<>();
        for (Contender contender : contenders.withRoundTrips()) {
            Measurement unused = contender.run(Job.of(workload, options.hosts(), inFlight));
        }
        progress.accept("round trips, " + inFlight + " in flight");
        for (int round = 0; round < options.rounds(); round++) {
            for (Contender contender : contenders.withRoundTrips()) {
                errors.computeIfAbsent(contender, key -> new ArrayList<>())
                        .add(RoundTripError.measure(lab, workload, contender, inFlight));
            }
        }
        errors.forEach((contender, all) -> roundTrips.add(
                new RoundTripRow(contender.name(), inFlight, (long) options.hosts() * options.rounds(), all)));
    }

    @Override
    public void close() {
        contenders.close();
    }
}
