package io.halfshake.benchmarks.contender;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.halfshake.benchmarks.machine.JavaHome;
import io.halfshake.benchmarks.workload.Job;
import io.halfshake.lab.LineProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A contender in a JVM of its own, seen from the parent. */
public final class ForkedContender implements Contender {
    private static final Duration MAX_ENDING = Duration.ofSeconds(5);

    /** Fixed: each turn starts with a collection, after which a heap that shrinks would have to grow again. */
    private static final String HEAP = "256m";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JavaContender contender;
    private final LineProcess process;

    private ForkedContender(JavaContender contender, Process process) {
        this.contender = contender;
        this.process = new LineProcess(process, MAX_ENDING);
    }

    public static ForkedContender start(JavaContender contender, JavaHome java) throws IOException {
        List<String> options = new ArrayList<>(List.of("-Xms" + HEAP, "-Xmx" + HEAP));
        options.addAll(contender.jvmOptions());
        return new ForkedContender(contender, java.start(options, ContenderProcess.class, contender.name()));
    }

    @Override
    public String name() {
        return contender.text();
    }

    @Override
    public WireKind wire() {
        return contender.wire();
    }

    @Override
    public Measurement run(Job job) throws IOException {
        process.send(JSON.writeValueAsString(job));
        String line = process.line();
        if (line == null) {
            throw new IllegalStateException(name() + ": ended (expected a turn)");
        }
        return JSON.readValue(line, Measurement.class);
    }

    @Override
    public void close() {
        process.close();
    }
}
