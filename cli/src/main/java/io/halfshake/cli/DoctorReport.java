package io.halfshake.cli;

import io.halfshake.EngineReport;
import io.halfshake.EngineStatus;
import io.halfshake.Handshake;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code doctor} found.
 *
 * @param engines every engine present, in order of preference
 * @param chosen which one is taken by default, and why not a better one; null if none
 * @param failure why none is taken; null if one is
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
