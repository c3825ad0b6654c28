package io.halfshake.cli;

import io.halfshake.cli.command.ExitStatus;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The shell script that started this JVM and waits for it, where one did. A JVM that cannot start or that dies ends
 * with a status of its own, such as 1 or 3, which would look like a result.
 *
 * @param processId null if the JVM was started without the script
 */
record Launcher(@Nullable Long processId) {
    private static final int STATUS_OFFSET = 100;

    /** The process id that the script passes in {@code halfshake.launcher}. */
    static Launcher ofThisProcess() {
        return new Launcher(Long.getLong("halfshake.launcher"));
    }

    /**
     * The status to exit the JVM with, so that the script reports the given one: offset where the JVM has its own use.
     */
    int jvmStatus(int status) {
        return processId != null && status <= ExitStatus.SOME_UNKNOWN ? status + STATUS_OFFSET : status;
    }

    /**
     * Runs something if the script ends first, as it does when it is killed by a signal that it cannot pass on.
     *
     * @param action runs once at most, within a few seconds, on another thread
     */
    void onExit(Runnable action) {
        if (processId != null) {
            var unused = ProcessHandle.of(processId)
                    .map(ProcessHandle::onExit)
                    // It has ended already.
                    .orElseGet(() -> CompletableFuture.completedFuture(null))
                    .thenRunAsync(action);
        }
    }
}
