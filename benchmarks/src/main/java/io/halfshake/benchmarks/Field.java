package io.halfshake.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who takes part. A contender's JVM is started when it is first needed, and ends with this. */
final class Field implements AutoCloseable {
    static final List<JavaContender> EVENLY =
            List.of(JavaContender.HALF_OPEN_FUTURES, JavaContender.SYN_FUTURES, JavaContender.NETTY);

    private final Options options;
    private final Map<JavaContender, ForkedContender> started = new EnumMap<>(JavaContender.class);
    private final Map<JavaContender, JavaHome> homes = new EnumMap<>(JavaContender.class);
    private final List<String> leftOut = new ArrayList<>();

    Field(Options options) {
        this.options = options;
        for (JavaContender contender : JavaContender.values()) {
            findHome(contender);
        }
        for (Scanner.Program program : Scanner.Program.values()) {
            if (Programs.find(program.program()).isEmpty() && options.takes(program.text())) {
                leftOut.add(program.text() + ": " + program.program() + " is not installed");
            }
        }
        for (String program : List.of(Haproxy.PROGRAM, RoundTripError.PROGRAM)) {
            if (Programs.find(program).isEmpty()) {
                leftOut.add(program + " is not installed");
            }
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
        if (options.takes(contender)) {
            leftOut.add(contender.text() + ": " + reason);
        }
    }

    /** Each with its reason. */
    List<String> leftOut() {
        return List.copyOf(leftOut);
    }

    /** The Debian packages of the programs. */
    List<String> packages() {
        List<String> packages = new ArrayList<>(List.of(Haproxy.PROGRAM));
        for (Scanner.Program program : Scanner.Program.values()) {
            packages.add(program.program());
        }
        return packages;
    }

    List<Contender> inJava(Work work, int inFlight) throws IOException {
        List<Contender> contenders = new ArrayList<>();
        for (JavaContender contender : JavaContender.values()) {
            if (options.takes(contender) && contender.takesPart(work, inFlight) && homes.containsKey(contender)) {
                contenders.add(start(contender));
            }
        }
        return contenders;
    }

    /** Those that can spread their checks in time. */
    List<Contender> evenly() throws IOException {
        List<Contender> contenders = new ArrayList<>();
        for (JavaContender contender : EVENLY) {
            if (options.takes(contender.text())) {
                contenders.add(start(contender));
            }
        }
        return contenders;
    }

    List<Contender> programs(Work work) {
        List<Contender> contenders = new ArrayList<>();
        Haproxy haproxy = new Haproxy(options.seconds());
        if (options.takes(haproxy.name()) && Programs.find(Haproxy.PROGRAM).isPresent()) {
            contenders.add(haproxy);
        }
        for (Scanner.Program program : Scanner.Program.values()) {
            if (work.isInLab()
                    && program.canTell(work.expected())
                    && options.takes(program.text())
                    && Programs.find(program.program()).isPresent()) {
                contenders.add(new Scanner(program));
            }
        }
        return contenders;
    }

    List<Contender> withRoundTrips() throws IOException {
        List<Contender> contenders = new ArrayList<>();
        if (Programs.find(RoundTripError.PROGRAM).isPresent()) {
            for (JavaContender contender : RoundTripError.CONTENDERS) {
                if (options.takes(contender.text()) && homes.containsKey(contender)) {
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
    }
}
