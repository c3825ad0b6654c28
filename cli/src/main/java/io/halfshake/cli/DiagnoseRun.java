package io.halfshake.cli;

import io.halfshake.Checker;
import io.halfshake.Target;
import io.halfshake.monitor.Diagnoser;
import io.halfshake.monitor.Diagnosis;
import io.halfshake.monitor.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** {@code halfshake diagnose}. */
final class DiagnoseRun {
    /** Ports of one host that are asked at the same time. */
    private static final int CHECKS_AT_ONCE = 3;

    private static final Set<Verdict> DOWN = EnumSet.of(Verdict.SERVICE_DOWN, Verdict.HOST_DOWN);
    private static final Set<Verdict> UNCLEAR = EnumSet.of(Verdict.INTERCEPTED, Verdict.CANNOT_TELL);

    private final DiagnoseOptions options;
    private final Surroundings surroundings;

    DiagnoseRun(DiagnoseOptions options, Surroundings surroundings) {
        this.options = options;
        this.surroundings = surroundings;
    }

    /**
     * Diagnoses, several targets side by side.
     *
     * @return the exit status
     * @throws CommandException if a target or the engine is not what it should be
     * @throws OutputException if standard output is closed
     */
    int run() {
        if (options.targets().isEmpty()) {
            throw new CommandException("HOST[:PORT]: none (expected at least one)");
        }
        TargetArguments.requireWellFormed(options.targets(), Target::parseHost);
        try (Checker checker = surroundings.checkers().open(options.engine(), null)) {
            if (checker.engine().asksHosts()) {
                throw CommandException.wrong(
                        "-e", checker.engine().engine(), "one that asks ports, such as half-open or connect");
            }
            try (EchoChecker echo = EchoChecker.open(surroundings.checkers())) {
                return run(checker, echo);
            }
        }
    }

    private int run(Checker checker, EchoChecker echo) {
        Diagnoser diagnoser = Diagnoser.of(checker);
        int atOnce = checker.engine().maxInFlight() / CHECKS_AT_ONCE;
        if (echo.checker() != null) {
            diagnoser = diagnoser.echo(echo.checker());
            atOnce = Math.min(atOnce, echo.checker().engine().maxInFlight());
        }
        return write(diagnoser, Math.max(1, atOnce), format(echo));
    }

    private Function<Diagnosis, String> format(EchoChecker echo) {
        if (options.json()) {
            return diagnosis -> DiagnoseJson.of(diagnosis, echo.trouble());
        }
        boolean colours = surroundings.coloursWanted();
        return diagnosis -> DiagnoseText.of(diagnosis, echo.trouble(), colours);
    }

    private int write(Diagnoser diagnoser, int atOnce, Function<Diagnosis, String> format) {
        Output output =
                new Output(surroundings.stdout(), surroundings.nanoTime().getAsLong());
        Set<Verdict> verdicts = EnumSet.noneOf(Verdict.class);
        Iterator<String> targets = options.targets().iterator();
        Queue<CompletableFuture<Diagnosis>> running = new ArrayDeque<>();
        while (targets.hasNext() || !running.isEmpty()) {
            while (targets.hasNext() && running.size() < atOnce) {
                running.add(diagnoser.diagnoseAsync(targets.next(), options.timeout()));
            }
            Diagnosis diagnosis = running.remove().join();
            String separator = options.json() || verdicts.isEmpty() ? "" : "\n";
            verdicts.add(diagnosis.verdict());
            long now = surroundings.nanoTime().getAsLong();
            output.line((separator + format.apply(diagnosis)).getBytes(StandardCharsets.UTF_8), now);
            output.flush(now);
        }
        return exitStatus(verdicts);
    }

    private static int exitStatus(Set<Verdict> verdicts) {
        if (verdicts.stream().anyMatch(DOWN::contains)) {
            return ExitStatus.SOME_DOWN;
        }
        return verdicts.stream().anyMatch(UNCLEAR::contains) ? ExitStatus.SOME_UNKNOWN : ExitStatus.ALL_UP;
    }
}
