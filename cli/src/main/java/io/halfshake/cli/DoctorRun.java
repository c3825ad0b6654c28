package io.halfshake.cli;

import io.halfshake.Checker;
import io.halfshake.EngineReport;
import io.halfshake.EngineStatus;
import io.halfshake.EngineUnavailableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code halfshake doctor}. */
final class DoctorRun {
    private final boolean json;
    private final Surroundings surroundings;

    DoctorRun(boolean json, Surroundings surroundings) {
        this.json = json;
        this.surroundings = surroundings;
    }

    /**
     * Looks at the machine.
     *
     * @return the exit status
     * @throws OutputException if standard output is closed
     */
    int run() {
        DoctorReport report = examine();
        String text = json ? DoctorJson.of(report) : DoctorText.of(report);
        new Output(surroundings.stdout(), 0).line(text.getBytes(StandardCharsets.UTF_8), 0);
        return report.exitStatus();
    }

    private DoctorReport examine() {
        List<EngineStatus> engines = surroundings.checkers().engines();
        @Nullable EngineReport chosen = null;
        @Nullable String failure = null;
        try (Checker checker = surroundings.checkers().open(null, null)) {
            chosen = checker.engine();
        } catch (EngineUnavailableException e) {
            failure = Texts.cause(e);
        }
        return new DoctorReport(engines, chosen, failure, MachineFacts.read(Path.of("/proc")));
    }
}
