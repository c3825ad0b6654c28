package io.halfshake.cli.diagnose;

import io.halfshake.Checker;
import io.halfshake.Target;
import io.halfshake.cli.command.CommandException;
import io.halfshake.cli.command.Environment;
import io.halfshake.cli.command.ExitStatus;
import io.halfshake.cli.targets.TargetArguments;
import io.halfshake.cli.terminal.Output;
import io.halfshake.cli.terminal.OutputException;
import io.halfshake.diagnosis.Diagnoser;
import io.halfshake.diagnosis.Diagnosis;
import io.halfshake.diagnosis.DiagnosisVerdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** {@code halfshake diagnose}. */
public final class DiagnoseCommand {
    /** The ports of one host that are checked at the same time. */
    private static final int CHECKS_AT_ONCE = 3;

    private static final Set<DiagnosisVerdict> DOWN =
            EnumSet.of(DiagnosisVerdict.SERVICE_DOWN, DiagnosisVerdict.HOST_DOWN);
    private static final Set<DiagnosisVerdict> UNCLEAR =
            EnumSet.of(DiagnosisVerdict.INTERCEPTED, DiagnosisVerdict.CANNOT_TELL);

    private final DiagnoseOptions options;
    private final Environment environment;

    public DiagnoseCommand(DiagnoseOptions options, Environment environment) {
        this.options = options;
        this.environment = environment;
    }

    /**
     * Diagnoses, several targets side by side.
     *
     * @return the exit status
     * @throws CommandException if a target is invalid
     * @throws OutputException if standard output is closed
     */
    public int run() {
        if (options.targets().isEmpty()) {
            throw new CommandException("HOST[:PORT]: none (expected at least one)");
        }
        TargetArguments.requireWellFormed(options.targets(), Target::parseHost);
        try (Checker checker = environment.checkers().open(options.engine(), null);
                EchoChecker echo = EchoChecker.open(environment.checkers())) {
            return run(checker, echo);
        }
    }

    private int run(Checker checker, EchoChecker echo) {
        Diagnoser diagnoser = Diagnoser.of(checker);
        int atOnce = checker.engine().maxInFlight() / CHECKS_AT_ONCE;
        if (echo.checker() != null) {
            diagnoser = diagnoser.withEcho(echo.checker());
            atOnce = Math.min(atOnce, echo.checker().engine().maxInFlight());
        }
        return write(diagnoser, Math.max(1, atOnce), format(echo));
    }

    private Function<Diagnosis, String> format(EchoChecker echo) {
        if (options.json()) {
            return diagnosis -> DiagnoseJson.of(diagnosis, echo.unavailableCause());
        }
        boolean colours = environment.useColours();
        return diagnosis -> DiagnoseText.of(diagnosis, echo.unavailableCause(), colours);
    }

    private int write(Diagnoser diagnoser, int atOnce, Function<Diagnosis, String> format) {
        Output output = new Output(environment.stdout(), environment.nanoTime().getAsLong());
        Set<DiagnosisVerdict> verdicts = EnumSet.noneOf(DiagnosisVerdict.class);
        Iterator<String> targets = options.targets().iterator();
        Queue<CompletableFuture<Diagnosis>> running = new ArrayDeque<>();
        while (targets.hasNext() || !running.isEmpty()) {
            while (targets.hasNext() && running.size() < atOnce) {
                running.add(diagnoser.diagnoseAsync(targets.next(), options.timeout()));
            }
            Diagnosis diagnosis = running.remove().join();
            String separator = options.json() || verdicts.isEmpty() ? "" : "\n";
            verdicts.add(diagnosis.verdict());
            long now = environment.nanoTime().getAsLong();
            output.line((separator + format.apply(diagnosis)).getBytes(StandardCharsets.UTF_8), now);
            output.flush(now);
        }
        return exitStatus(verdicts);
    }

    private static int exitStatus(Set<DiagnosisVerdict> verdicts) {
        if (verdicts.stream().anyMatch(DOWN::contains)) {
            return ExitStatus.SOME_DOWN;
        }
        return verdicts.stream().anyMatch(UNCLEAR::contains) ? ExitStatus.SOME_UNKNOWN : ExitStatus.ALL_UP;
    }
}
