package io.halfshake.cli.doctor;

import io.halfshake.EngineReport;
import io.halfshake.EngineStatus;
import io.halfshake.Handshake;
import io.halfshake.cli.command.ExitStatus;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The findings of {@code doctor}.
 *
 * @param engines every engine present, in order of preference
 * @param chosen the default engine, with the better ones that do not work; null if none works
 * @param failure why no engine works; null if one does
 * @param machine facts about the machine, in order
 */
record DoctorReport(
        List<EngineStatus> engines,
        @Nullable EngineReport chosen,
        @Nullable String failure,
        Map<String, String> machine) {

    int exitStatus() {
        return chosen != null && chosen.handshake() == Handshake.HALF ? ExitStatus.ALL_UP : ExitStatus.SOME_DOWN;
    }
}
