package io.halfshake.benchmarks.watcher;

import io.halfshake.Checker;
import io.halfshake.benchmarks.machine.JavaHome;
import io.halfshake.benchmarks.machine.ProcessUsage;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorStats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A monitor in a JVM of its own, with nothing around it. Its main class. */
final class MonitorAlone {
    private static final int MAX_ENDING_MINUTES = 5;

    /** As the launcher starts the watcher. */
    private static final List<String> JVM_OPTIONS =
            List.of("-XX:TieredStopAtLevel=1", "-XX:CompileThresholdScaling=6", "-Dhalfshake.system-calls=jna,ffm");

    private MonitorAlone() {}

    /**
     * Runs one.
     *
     * @param file with a target in each line
     * @return user and system time for each check that ended
     */
    static double cpuMicrosPerCheck(Path file, Duration interval, Duration warmUp, Duration measured)
            throws IOException, InterruptedException {
        Process process = JavaHome.own()
                .start(
                        JVM_OPTIONS,
                        MonitorAlone.class,
                        file.toString(),
                        interval.toString(),
                        warmUp.toString(),
                        measured.toString());
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(MAX_ENDING_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException("monitor alone: did not end with 0: " + output);
        }
        return Double.parseDouble(output.trim());
    }

    /** Arguments: a file with a target in each line, the interval, the time before and that of the measurement. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> targets = Files.readAllLines(Path.of(arguments[0]));
        try (Checker checker = Checker.builder().build();
                Monitor monitor = Monitor.builder(checker)
                        .interval(Duration.parse(arguments[1]))
                        .timeout(Duration.ofSeconds(1))
                        .build()) {
            targets.forEach(monitor::add);
            TimeUnit.MILLISECONDS.sleep(Duration.parse(arguments[2]).toMillis());
            ProcessUsage usage = ProcessUsage.ofThisProcess();
            MonitorStats before = monitor.stats();
            double used = usage.cpuMicros();
            TimeUnit.MILLISECONDS.sleep(Duration.parse(arguments[3]).toMillis());
            long checks = monitor.stats().started() - before.started();
            System.out.println((usage.cpuMicros() - used) / checks);
        }
    }
}
