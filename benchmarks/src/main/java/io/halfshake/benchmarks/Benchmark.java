package io.halfshake.benchmarks;

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
 * One run: every work, every number in flight, every contender. The contenders take turns, round by round, so that what
 * else the machine does falls on all of them. Needs a network of its own; see {@link io.halfshake.lab.LabNetwork}.
 */
final class Benchmark implements AutoCloseable {
    /** With fewer in flight, hosts at a distance are only waited for. */
    private static final int FEWEST_IN_LAB = 100;

    private static final int WARM_UP_IN_FLIGHT = 100;

    /** So long that the second compiler has seen what is frequent. */
    private static final int WARM_UP_TURNS = 6;

    private static final int ROUND_TRIPS_IN_FLIGHT = 1_000;

    /** Of silent hosts. */
    private static final long TIMEOUT_MILLIS = 500;

    private static final long SMOKE_TIMEOUT_MILLIS = 200;

    static final String EVENLY = ", spread evenly";

    /** The first of them only fills up. */
    private static final int EVEN_TIMEOUTS = 3;

    private final Options options;
    private final Consumer<String> progress;
    private final Field field;
    private final List<Row> rows = new ArrayList<>();
    private final List<RoundTripRow> roundTrips = new ArrayList<>();

    /** Says on the way what it is at. */
    Benchmark(Options options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
        this.field = new Field(options);
    }

    Results run() throws IOException, InterruptedException {
        field.leftOut().forEach(progress);
        try (Lab lab = Lab.start();
                Work loopback = LoopbackListener.start();
                Work closed = ClosedPort.hold()) {
            List<Work> works = new ArrayList<>(List.of(loopback, closed));
            for (int distance : options.distances()) {
                works.add(LabHosts.open(lab, options.hosts(), distance));
            }
            works.add(LabHosts.silent(lab, options.hosts(), isSmokeTest() ? SMOKE_TIMEOUT_MILLIS : TIMEOUT_MILLIS));
            warmUp(loopback);
            for (Work work : works) {
                measure(work);
            }
            measureEvenly(works.get(works.size() - 1));
            compareRoundTrips(lab);
        }
        return new Results(Machine.here(field.packages()), options, rows, roundTrips, field.leftOut());
    }

    /** Then the number of checks is given, and figures mean nothing. */
    private boolean isSmokeTest() {
        return options.checks() > 0;
    }

    private void warmUp(Work work) throws IOException, InterruptedException {
        if (!isSmokeTest()) {
            for (Contender contender : field.inJava(work, WARM_UP_IN_FLIGHT)) {
                progress.accept("warming up " + contender.name());
                Job unused = Calibration.of(
                        contender, Job.of(work, 0, WARM_UP_IN_FLIGHT), WARM_UP_TURNS * options.seconds());
            }
        }
    }

    private void measure(Work work) throws IOException, InterruptedException {
        work.begin();
        for (int inFlight : options.inFlight()) {
            // Of a smoke test's few hosts also a few at a time.
            if (!work.isInLab() || inFlight >= FEWEST_IN_LAB || isSmokeTest()) {
                Map<Contender, Job> jobs = new LinkedHashMap<>();
                for (Contender contender : field.inJava(work, inFlight)) {
                    Job job = Job.of(work, options.checks(), inFlight);
                    jobs.put(contender, isSmokeTest() ? job : Calibration.of(contender, job, options.seconds()));
                }
                interleave(work, work.name(), jobs, inFlight);
            }
        }
        Map<Contender, Job> jobs = new LinkedHashMap<>();
        for (Contender program : field.programs(work)) {
            jobs.put(program, Job.of(work, 0, 0));
        }
        interleave(work, work.name(), jobs, null);
    }

    private void interleave(Work work, String name, Map<Contender, Job> jobs, @Nullable Integer inFlight)
            throws IOException, InterruptedException {
        progress.accept(name + (inFlight == null ? ", programs" : ", " + inFlight + " in flight"));
        Map<Contender, List<Turn>> turns = new LinkedHashMap<>();
        Map<Contender, Long> completed = new LinkedHashMap<>();
        for (int round = 0; round < options.rounds(); round++) {
            for (Map.Entry<Contender, Job> entry : jobs.entrySet()) {
                Contender contender = entry.getKey();
                long before = work.completedHandshakes();
                turns.computeIfAbsent(contender, key -> new ArrayList<>()).add(contender.run(entry.getValue()));
                completed.merge(contender, work.completedHandshakes() - before, Long::sum);
            }
        }
        turns.forEach((contender, all) -> rows.add(new Row(
                name,
                work.expected(),
                contender.name(),
                inFlight,
                contender.wire(),
                completed.getOrDefault(contender, 0L),
                all)));
    }

    /** In a flood of starts all deadlines come at once, too. This is how they come to a monitor. */
    private void measureEvenly(Work work) throws IOException, InterruptedException {
        int inFlight = Math.min(Collections.max(options.inFlight()), options.hosts());
        Map<Contender, Job> jobs = new LinkedHashMap<>();
        for (Contender contender : field.evenly()) {
            int checks = isSmokeTest() ? options.checks() : EVEN_TIMEOUTS * inFlight;
            jobs.put(contender, Job.of(work, checks, inFlight).evenly());
        }
        interleave(work, work.name() + EVENLY, jobs, inFlight);
    }

    private void compareRoundTrips(Lab lab) throws IOException, InterruptedException {
        Work work = LabHosts.open(lab, options.hosts(), 0);
        work.begin();
        int inFlight = Math.min(ROUND_TRIPS_IN_FLIGHT, options.hosts());
        Map<Contender, List<RoundTripRow.Deviation>> errors = new LinkedHashMap<>();
        for (Contender contender : field.withRoundTrips()) {
            Turn unused = contender.run(Job.of(work, options.hosts(), inFlight));
        }
        progress.accept("round trips, " + inFlight + " in flight");
        for (int round = 0; round < options.rounds(); round++) {
            for (Contender contender : field.withRoundTrips()) {
                errors.computeIfAbsent(contender, key -> new ArrayList<>())
                        .add(RoundTripError.measure(lab, work, contender, inFlight));
            }
        }
        errors.forEach((contender, all) -> roundTrips.add(
                new RoundTripRow(contender.name(), inFlight, (long) options.hosts() * options.rounds(), all)));
    }

    @Override
    public void close() {
        field.close();
    }
}
