package io.halfshake.cli.check;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.EngineReport;
import io.halfshake.cli.command.CommandException;
import io.halfshake.cli.command.Environment;
import io.halfshake.cli.command.Interrupts;
import io.halfshake.cli.result.JsonFormat;
import io.halfshake.cli.result.ResultFormat;
import io.halfshake.cli.result.TextFormat;
import io.halfshake.cli.targets.TargetArguments;
import io.halfshake.cli.targets.TargetFile;
import io.halfshake.cli.targets.Targets;
import io.halfshake.cli.terminal.Output;
import io.halfshake.cli.terminal.OutputException;
import io.halfshake.cli.terminal.RefreshTimer;
import org.jspecify.annotations.Nullable;

/** {@code halfshake check}. */
public final class CheckCommand {
    private final CheckOptions options;
    private final Environment environment;

    public CheckCommand(CheckOptions options, Environment environment) {
        this.options = options;
        this.environment = environment;
    }

    /**
     * Checks.
     *
     * @return the exit status
     * @throws CommandException if nothing can be checked, or no more
     * @throws OutputException if standard output is closed
     */
    public int run() {
        TargetArguments.require(options.targets(), options.file(), options::requireTarget);
        return isSingle() ? runSingle(options.targets().get(0)) : runMany();
    }

    private boolean isSingle() {
        return options.total() == 1 && !options.quiet();
    }

    private int runSingle(String target) {
        try (Checker checker = open()) {
            CheckResult result = checker.checkAddr(target, options.timeout());
            long now = environment.nanoTime().getAsLong();
            Output output = new Output(environment.stdout(), now);
            output.line(format().line(result), now);
            ResultCounts counts = new ResultCounts();
            counts.add(result);
            return counts.exitStatus();
        }
    }

    private int runMany() {
        TargetFile file = file();
        try (Checker checker = open()) {
            CheckReport report = new CheckReport(checker, reportSettings(), environment);
            Interrupts.Registration interrupt = environment.interrupts().onInterrupt(report::interrupted);
            try (Targets targets = new Targets(options.targets(), file, options.count(), report::badLine);
                    RefreshTimer timer = new RefreshTimer()) {
                timer.start(report::refresh);
                return checkAll(checker, targets, report);
            } finally {
                interrupt.cancel();
            }
        }
    }

    private int checkAll(Checker checker, Targets targets, CheckReport report) {
        try {
            while (targets.await()) {
                checker.checkAll(targets, options.timeout(), report::result);
            }
            report.endOfLines();
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
        TargetFile file = new TargetFile(options.file(), environment.stdin(), options::requireTarget);
        if (options.count() > 1 && file.isPipe()) {
            throw CommandException.invalid(
                    "-n", Long.toString(options.count()), "1 with " + file.name() + ", which can be read only once");
        }
        return file;
    }

    private Checker open() {
        Checker checker = environment.checkers().open(options.engine(), options.maxInFlight());
        Integer wanted = options.maxInFlight();
        EngineReport engine = checker.engine();
        if (wanted != null && engine.maxInFlight() < wanted) {
            checker.close();
            throw CommandException.invalid(
                    "-c",
                    wanted.toString(),
                    "at most " + engine.maxInFlight() + " with the engine " + engine.name() + " here");
        }
        return checker;
    }

    private ResultFormat format() {
        return options.json() ? new JsonFormat() : new TextFormat(environment.useColours());
    }

    private ReportSettings reportSettings() {
        ReportSettings.SummaryTo summary = ReportSettings.SummaryTo.STDOUT;
        if (options.json()) {
            summary = options.quiet() || environment.stderrIsTerminal()
                    ? ReportSettings.SummaryTo.STDERR
                    : ReportSettings.SummaryTo.NONE;
        }
        return new ReportSettings(
                options.quiet() ? null : format(), summary, environment.useStatusLine(), options.total());
    }
}
