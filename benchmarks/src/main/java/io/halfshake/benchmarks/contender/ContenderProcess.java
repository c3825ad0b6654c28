package io.halfshake.benchmarks.contender;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.halfshake.benchmarks.machine.ProcessUsage;
import io.halfshake.benchmarks.workload.Job;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A JVM with one contender in it, so that CPU time, memory and compiled code belong to it alone. It reads a {@link Job}
 * from each line of its input, answers with a {@link Measurement} in a line, and ends with its input.
 */
final class ContenderProcess implements AutoCloseable {
    private final ProcessUsage usage = ProcessUsage.ofThisProcess();
    private final JavaContender contender;
    private @Nullable Prober prober;
    private int inFlight;

    private ContenderProcess(JavaContender contender) {
        this.contender = contender;
    }

    public static void main(String[] arguments) throws Exception {
        ObjectMapper json = new ObjectMapper();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        // Closed after a failure too: a contender's threads would keep the JVM, and the parent waits for its end.
        try (ContenderProcess process = new ContenderProcess(JavaContender.valueOf(arguments[0]))) {
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                System.out.println(json.writeValueAsString(process.measure(json.readValue(line, Job.class))));
            }
        }
    }

    private Measurement measure(Job job) throws Exception {
        Prober current = prober(job.inFlight());
        Counts counts = new Counts(job);
        System.gc();
        usage.resetPeak();
        long allocated = Allocation.bytes();
        double cpu = usage.cpuMicros();
        long start = System.nanoTime();
        current.run(job, counts);
        long end = System.nanoTime();
        double cpuMicros = usage.cpuMicros() - cpu;
        return new Measurement(
                job.checks(),
                counts.asExpected(),
                counts.others(),
                (end - start) / 1e9,
                cpuMicros,
                Allocation.bytes() - allocated,
                usage.peakKibibytes(),
                counts.lateness(),
                counts.roundTripNanos());
    }

    private Prober prober(int wanted) {
        if (prober == null || inFlight != wanted) {
            close();
            prober = contender.prober(wanted);
            inFlight = wanted;
        }
        return prober;
    }

    @Override
    public void close() {
        if (prober != null) {
            prober.close();
            prober = null;
        }
    }
}
