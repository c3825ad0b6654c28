package io.halfshake.cli.doctor;

import io.halfshake.Checker;
import io.halfshake.EngineReport;
import io.halfshake.EngineStatus;
import io.halfshake.EngineUnavailableException;
import io.halfshake.cli.command.Environment;
import io.halfshake.cli.terminal.Output;
import io.halfshake.cli.terminal.OutputException;
import io.halfshake.cli.terminal.Texts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code halfshake doctor}. */
public final class DoctorCommand {
    private final boolean json;
    private final Environment environment;

    public DoctorCommand(boolean json, Environment environment) {
        this.json = json;
        this.environment = environment;
    }

    /**
     * Examines the machine.
     *
     * @return the exit status
     * @throws OutputException if standard output is closed
     */
    public int run() {
        DoctorReport report = examine();
        String text = json ? DoctorJson.of(report) : DoctorText.of(report);
        new Output(environment.stdout(), 0).line(text.getBytes(StandardCharsets.UTF_8), 0);
        return report.exitStatus();
    }

    private DoctorReport examine() {
        List<EngineStatus> engines = environment.checkers().engines();
        @Nullable EngineReport chosen = null;
        @Nullable String failure = null;
        try (Checker checker = environment.checkers().open(null, null)) {
            chosen = checker.engine();
        } catch (EngineUnavailableException e) {
            failure = Texts.cause(e);
        }
        return new DoctorReport(engines, chosen, failure, MachineFacts.read(Path.of("/proc")));
    }
}
