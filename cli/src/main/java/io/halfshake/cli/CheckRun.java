package io.halfshake.cli;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.EngineReport;
import org.jspecify.annotations.Nullable;

/** {@code halfshake check}. */
final class CheckRun {
    private final CheckOptions options;
    private final Surroundings surroundings;

    CheckRun(CheckOptions options, Surroundings surroundings) {
        this.options = options;
        this.surroundings = surroundings;
    }

    /**
     * Checks.
     *
     * @return the exit status
     * @throws CommandException if nothing could be checked, or no more
     * @throws OutputException if standard output is closed
     */
    int run() {
        TargetArguments.require(options.targets(), options.file(), options::requireTarget);
        return isSingle() ? runSingle(options.targets().get(0)) : runMany();
    }

    private boolean isSingle() {
        return options.total() == 1 && !options.quiet();
    }

    private int runSingle(String target) {
        try (Checker checker = open()) {
            CheckResult result = checker.checkAddr(target, options.timeout());
            long now = surroundings.nanoTime().getAsLong();
            Output output = new Output(surroundings.stdout(), now);
            output.line(format().line(result), now);
            Tally tally = new Tally();
            tally.add(result);
            return tally.exitStatus();
        }
    }

    private int runMany() {
        TargetFile file = file();
        try (Checker checker = open()) {
            Report report = new Report(checker, reportSettings(), surroundings);
            Interrupts.Registration interrupt = surroundings.interrupts().onInterrupt(report::interrupted);
            try (Targets targets = new Targets(options.targets(), file, options.count(), report::badLine);
                    Pulse pulse = new Pulse()) {
                pulse.start(report::pulse);
                return checkAll(checker, targets, report);
            } finally {
                interrupt.withdraw();
            }
        }
    }

    private int checkAll(Checker checker, Targets targets, Report report) {
        try {
            while (targets.await()) {
                checker.checkAll(targets, options.timeout(), report::result);
            }
        } catch (CommandException e) {
            report.finish();
            throw e;
        }
        if (!targets.hadAny()) {
            throw new CommandException("TARGET: none in the file (expected at least one)");
        }
        return report.finish();
    }

    private @Nullable TargetFile file() {
        if (options.file() == null) {
            return null;
        }
        TargetFile file = new TargetFile(options.file(), surroundings.stdin(), options::requireTarget);
        if (options.count() > 1 && file.isPipe()) {
            throw CommandException.wrong(
                    "-n", Long.toString(options.count()), "1 with " + file.name() + ", which can be read only once");
        }
        return file;
    }

    private Checker open() {
        Checker checker = surroundings.checkers().open(options.engine(), options.maxInFlight());
        Integer wanted = options.maxInFlight();
        if (wanted != null && checker.engine().maxInFlight() < wanted) {
            surroundings.stderr().println(fewerInFlight(wanted, checker.engine()));
        }
        return checker;
    }

    private static String fewerInFlight(int wanted, EngineReport engine) {
        return "halfshake: -c: " + wanted + " (expected at most " + engine.maxInFlight() + " with the engine "
                + engine.engine() + " here)";
    }

    private ResultFormat format() {
        return options.json() ? new JsonFormat() : new TextFormat(surroundings.coloursWanted());
    }

    private ReportSettings reportSettings() {
        ReportSettings.SummaryTo summary = ReportSettings.SummaryTo.STDOUT;
        if (options.json()) {
            summary = options.quiet() || surroundings.stderrIsTerminal()
                    ? ReportSettings.SummaryTo.STDERR
                    : ReportSettings.SummaryTo.NOWHERE;
        }
        return new ReportSettings(
                options.quiet() ? null : format(), summary, surroundings.progressWanted(), options.total());
    }
}
