package io.halfshake.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A JVM with one contender in it, so that CPU time, memory and what the compilers learned are its alone. It reads a
 * {@link Job} from each line of its input, answers with a {@link Turn} in a line, and ends with its input.
 */
final class ContenderProcess {
    private final ProcessAccount account = ProcessAccount.ofThisProcess();
    private final JavaContender contender;
    private @Nullable Prober prober;
    private int inFlight;

    private ContenderProcess(JavaContender contender) {
        this.contender = contender;
    }

    public static void main(String[] arguments) throws Exception {
        ContenderProcess process = new ContenderProcess(JavaContender.valueOf(arguments[0]));
        ObjectMapper json = new ObjectMapper();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            System.out.println(json.writeValueAsString(process.turn(json.readValue(line, Job.class))));
        }
        // Whatever threads a contender has.
        System.exit(0);
    }

    private Turn turn(Job job) throws Exception {
        Prober current = prober(job.inFlight());
        Tally tally = new Tally(job);
        System.gc();
        account.resetPeak();
        long allocated = Allocation.bytes();
        double cpu = account.cpuMicros();
        long start = System.nanoTime();
        current.run(job, tally);
        long end = System.nanoTime();
        double cpuMicros = account.cpuMicros() - cpu;
        return new Turn(
                job.checks(),
                tally.asExpected(),
                tally.others(),
                (end - start) / 1e9,
                cpuMicros,
                Allocation.bytes() - allocated,
                account.peakKibibytes(),
                tally.lateness(),
                tally.roundTripNanos());
    }

    private Prober prober(int wanted) {
        if (prober == null || inFlight != wanted) {
            if (prober != null) {
                prober.close();
            }
            prober = contender.prober(wanted);
            inFlight = wanted;
        }
        return prober;
    }
}
