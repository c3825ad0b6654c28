package io.halfshake.benchmarks.contender;

import io.halfshake.benchmarks.machine.ProcessUsage;
import io.halfshake.benchmarks.workload.Expected;
import io.halfshake.benchmarks.workload.Job;
import io.halfshake.lab.LineProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A contender in C, in a process of its own. {@code src/main/c/turns.h} describes what it reads and writes. */
final class CProcess implements Contender {
    private static final Duration MAX_ENDING = Duration.ofSeconds(5);

    private final CContender contender;
    private final LineProcess process;
    private final ProcessUsage usage;

    private CProcess(CContender contender, Process process) {
        this.contender = contender;
        this.process = new LineProcess(process, MAX_ENDING);
        this.usage = new ProcessUsage(process.pid());
    }

    static CProcess start(CContender contender, Path program) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(contender.arguments());
        return new CProcess(
                contender,
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
    }

    @Override
    public String name() {
        return contender.text();
    }

    @Override
    public WireKind wire() {
        return WireKind.HALF;
    }

    @Override
    public Measurement run(Job job) throws IOException {
        usage.resetPeak();
        process.send(request(job));
        String line = process.line();
        if (line == null) {
            throw new IllegalStateException(name() + ": ended (expected a turn)");
        }
        return measurement(job, line, usage.peakKibibytes());
    }

    static String request(Job job) {
        return String.join(
                " ",
                job.targets().first(),
                Integer.toString(job.targets().port()),
                Integer.toString(job.targets().hosts()),
                Integer.toString(job.checks()),
                Integer.toString(job.inFlight()));
    }

    static Measurement measurement(Job job, String line, long peakKibibytes) {
        long[] numbers =
                Stream.of(line.split(" ", -1)).mapToLong(Long::parseLong).toArray();
        long up = numbers[0];
        long refused = numbers[1];
        Map<String, Long> others = new TreeMap<>();
        add(others, "UP", job.expected() == Expected.UP ? 0 : up);
        add(others, "REFUSED", job.expected() == Expected.REFUSED ? 0 : refused);
        add(others, "failed", numbers[2]);
        add(others, "no answer", numbers[3]);
        return new Measurement(
                job.checks(),
                job.checks()
                        - others.values().stream().mapToLong(Long::longValue).sum(),
                others,
                numbers[4] / 1e9,
                numbers[5] / 1e3,
                null,
                peakKibibytes,
                null,
                null);
    }

    private static void add(Map<String, Long> others, String what, long count) {
        if (count > 0) {
            others.put(what, count);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
