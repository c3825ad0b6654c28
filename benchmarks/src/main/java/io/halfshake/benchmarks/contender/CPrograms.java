package io.halfshake.benchmarks.contender;

import io.halfshake.benchmarks.machine.CCompiler;
import io.halfshake.benchmarks.machine.CCompiler.Compiled;
import io.halfshake.benchmarks.machine.Programs;
import io.halfshake.benchmarks.workload.Options;
import io.halfshake.benchmarks.workload.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The contenders in C, compiled here where there is a compiler. Their processes start when they are first needed. */
public final class CPrograms implements AutoCloseable {
    private final Map<CContender, Path> compiled = new EnumMap<>(CContender.class);
    private final Map<CContender, CProcess> started = new EnumMap<>(CContender.class);
    private final List<String> leftOut = new ArrayList<>();
    private final Optional<CCompiler> compiler;

    public static CPrograms compile(Options options) throws IOException, InterruptedException {
        Optional<Path> gcc = Programs.find(CCompiler.PROGRAM);
        return new CPrograms(
                options, gcc.isPresent() ? Optional.of(new CCompiler(gcc.get().toString())) : Optional.empty());
    }

    /** Closes the compiler, also if this throws. */
    CPrograms(Options options, Optional<CCompiler> compiler) throws IOException, InterruptedException {
        this.compiler = compiler;
        boolean isReady = false;
        try {
            Map<String, Compiled> sources = new HashMap<>();
            for (CContender contender : CContender.values()) {
                if (options.includes(contender.text())) {
                    compile(contender, sources);
                }
            }
            isReady = true;
        } finally {
            if (!isReady) {
                close();
            }
        }
    }

    private void compile(CContender contender, Map<String, Compiled> sources) throws IOException, InterruptedException {
        if (compiler.isEmpty()) {
            leftOut.add(contender.text() + ": " + CCompiler.PROGRAM + " is not installed");
            return;
        }
        Compiled result = sources.get(contender.source());
        if (result == null) {
            result = compiler.get().compile(contender.source());
            sources.put(contender.source(), result);
        }
        if (result.status() == 0) {
            compiled.put(contender, result.program());
        } else {
            // For example where the C library's headers are not installed.
            leftOut.add(contender.text() + ": " + CCompiler.PROGRAM + " ended with status " + result.status() + ": "
                    + result.output().lines().findFirst().orElse("no output"));
        }
    }

    /** Each with its reason. */
    public List<String> leftOut() {
        return List.copyOf(leftOut);
    }

    public List<Contender> of(Workload workload) throws IOException {
        List<Contender> contenders = new ArrayList<>();
        for (Map.Entry<CContender, Path> entry : compiled.entrySet()) {
            CContender contender = entry.getKey();
            if (contender.canTell(workload.expected())) {
                CProcess running = started.get(contender);
                if (running == null) {
                    running = CProcess.start(contender, entry.getValue());
                    started.put(contender, running);
                }
                contenders.add(running);
            }
        }
        return contenders;
    }

    @Override
    public void close() {
        List<AutoCloseable> all = new ArrayList<>(started.values());
        compiler.ifPresent(all::add);
        closeAll(all);
    }

    /** Closes each, and then throws what the first one did that threw something. */
    static void closeAll(List<AutoCloseable> all) {
        RuntimeException first = null;
        for (AutoCloseable each : all) {
            try {
                each.close();
            } catch (Exception e) {
                if (first == null) {
                    first = e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
