package io.halfshake.benchmarks;

import io.halfshake.benchmarks.contender.CPrograms;
import io.halfshake.benchmarks.contender.Contender;
import io.halfshake.benchmarks.contender.ForkedContender;
import io.halfshake.benchmarks.contender.Haproxy;
import io.halfshake.benchmarks.contender.JavaContender;
import io.halfshake.benchmarks.contender.Scanner;
import io.halfshake.benchmarks.machine.CCompiler;
import io.halfshake.benchmarks.machine.JavaHome;
import io.halfshake.benchmarks.machine.Programs;
import io.halfshake.benchmarks.workload.Options;
import io.halfshake.benchmarks.workload.Workload;
import io.halfshake.lab.Capture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The contenders of a run. A contender's process starts when it is first needed, and ends when this is closed. */
final class Contenders implements AutoCloseable {
    static final List<JavaContender> EVENLY =
            List.of(JavaContender.HALF_OPEN_FUTURES, JavaContender.SYN_FUTURES, JavaContender.NETTY);

    private final Options options;
    private final Map<JavaContender, ForkedContender> started = new EnumMap<>(JavaContender.class);
    private final Map<JavaContender, JavaHome> homes = new EnumMap<>(JavaContender.class);
    private final List<String> leftOut = new ArrayList<>();
    private final CPrograms inC;

    Contenders(Options options) throws IOException, InterruptedException {
        this.options = options;
        this.inC = CPrograms.compile(options);
        leftOut.addAll(inC.leftOut());
        for (JavaContender contender : JavaContender.values()) {
            findHome(contender);
        }
        for (Scanner.Program program : Scanner.Program.values()) {
            if (Programs.find(program.program()).isEmpty() && options.includes(program.text())) {
                leftOut.add(program.text() + ": " + program.program() + " is not installed");
            }
        }
        if (Programs.find(Haproxy.PROGRAM).isEmpty()) {
            leftOut.add(Haproxy.PROGRAM + " is not installed");
        }
        if (!Capture.trouble().isEmpty()) {
            leftOut.add(Capture.trouble());
        }
    }

    private void findHome(JavaContender contender) {
        JavaHome own = JavaHome.own();
        Optional<JavaHome> withVirtual = JavaHome.withVirtualThreads();
        switch (contender) {
            case CONNECT_VIRTUAL ->
                withVirtual.ifPresentOrElse(
                        home -> homes.put(contender, home), () -> leaveOut(contender, "no JDK from 21 up"));
            case CONNECT_PLATFORM -> {
                if (own.hasVirtualThreads()) {
                    leaveOut(contender, "JDK " + own.version() + " has virtual threads");
                } else {
                    homes.put(contender, own);
                }
            }
            default -> homes.put(contender, own);
        }
    }

    private void leaveOut(JavaContender contender, String reason) {
        if (contender.isIncluded(options)) {
            leftOut.add(contender.text() + ": " + reason);
        }
    }

    /** Each with its reason. */
    List<String> leftOut() {
        return List.copyOf(leftOut);
    }

    /** The Debian packages of the programs. */
    List<String> packages() {
        List<String> packages = new ArrayList<>(List.of(CCompiler.PROGRAM, Haproxy.PROGRAM));
        for (Scanner.Program program : Scanner.Program.values()) {
            packages.add(program.program());
        }
        return packages;
    }

    /** Those that are told how many checks to have in flight. */
    List<Contender> withInFlight(Workload workload, int inFlight) throws IOException {
        List<Contender> contenders = new ArrayList<>();
        for (JavaContender contender : JavaContender.values()) {
            if (contender.isIncluded(options)
                    && contender.takesPart(workload, inFlight)
                    && homes.containsKey(contender)) {
                contenders.add(start(contender));
            }
        }
        contenders.addAll(inC.of(workload));
        return contenders;
    }

    /** Those that can spread the starts of their checks evenly. */
    List<Contender> evenly() throws IOException {
        List<Contender> contenders = new ArrayList<>();
        for (JavaContender contender : EVENLY) {
            if (options.includes(contender.text())) {
                contenders.add(start(contender));
            }
        }
        return contenders;
    }

    List<Contender> programs(Workload workload) {
        List<Contender> contenders = new ArrayList<>();
        Haproxy haproxy = new Haproxy(options.seconds());
        if (options.includes(haproxy.name()) && Programs.find(Haproxy.PROGRAM).isPresent()) {
            contenders.add(haproxy);
        }
        for (Scanner.Program program : Scanner.Program.values()) {
            if (workload.isInLab()
                    && program.canTell(workload.expected())
                    && options.includes(program.text())
                    && Programs.find(program.program()).isPresent()) {
                contenders.add(new Scanner(program));
            }
        }
        return contenders;
    }

    List<Contender> withRoundTrips() throws IOException {
        List<Contender> contenders = new ArrayList<>();
        if (Capture.trouble().isEmpty()) {
            for (JavaContender contender : RoundTripError.CONTENDERS) {
                if (options.includes(contender.text()) && homes.containsKey(contender)) {
                    contenders.add(start(contender));
                }
            }
        }
        return contenders;
    }

    private ForkedContender start(JavaContender contender) throws IOException {
        ForkedContender running = started.get(contender);
        if (running == null) {
            JavaHome home = homes.get(contender);
            if (home == null) {
                throw new IllegalArgumentException(contender + " (expected one that takes part)");
            }
            running = ForkedContender.start(contender, home);
            started.put(contender, running);
        }
        return running;
    }

    @Override
    public void close() {
        started.values().forEach(Contender::close);
        inC.close();
    }
}
