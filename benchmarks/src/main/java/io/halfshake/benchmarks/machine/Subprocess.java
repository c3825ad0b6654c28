package io.halfshake.benchmarks.machine;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end. */
public final class Subprocess {
    private static final long POLL_MILLIS = 5;
    private static final long TIMEOUT_NANOS = TimeUnit.MINUTES.toNanos(2);

    /** Of the C library's struct rusage: two struct timeval, seconds and microseconds of user and of system time. */
    private static final int USAGE_LENGTH = 144;

    private static final int RUSAGE_CHILDREN = -1;

    private Subprocess() {}

    /**
     * The result of a run.
     *
     * @param seconds from its start to its end
     * @param cpuMicros its user and system time
     * @param peakKibibytes peak resident memory, sampled every 5 ms
     * @param output stdout and stderr
     */
    public record Run(double seconds, double cpuMicros, long peakKibibytes, String output) {}

    /**
     * Runs it. No other child may end meanwhile, or its time would be counted too.
     *
     * @throws IllegalStateException if it ends with a status above {@code maxStatus}
     */
    public static Run run(List<String> command, int maxStatus) throws IOException, InterruptedException {
        Path output = Files.createTempFile("halfshake-benchmark", ".out");
        try {
            double before = usedByChildrenMicros();
            long start = System.nanoTime();
            Process process = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            ProcessUsage account = new ProcessUsage(process.pid());
            long peak = 0;
            while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                peak = Math.max(peak, account.peakKibibytes());
                if (System.nanoTime() - start > TIMEOUT_NANOS) {
                    process.destroyForcibly();
                }
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            String printed = Files.readString(output, StandardCharsets.UTF_8);
            if (process.exitValue() > maxStatus) {
                throw new IllegalStateException(command + ": status " + process.exitValue() + ": " + printed);
            }
            return new Run(seconds, usedByChildrenMicros() - before, peak, printed);
        } finally {
            Files.delete(output);
        }
    }

    private static double usedByChildrenMicros() {
        ByteBuffer usage = ByteBuffer.allocateDirect(USAGE_LENGTH).order(ByteOrder.nativeOrder());
        BareCalls.getrusage(RUSAGE_CHILDREN, Pointer.nativeValue(Native.getDirectBufferPointer(usage)));
        return 1e6 * (usage.getLong(0) + usage.getLong(16)) + usage.getLong(8) + usage.getLong(24);
    }
}
