package io.halfshake.cluster.jdbc;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Logs that something fails when it begins, when the reason changes, and when it ends. For one thread at a time. */
final class FailureLog {
    private static final System.Logger LOG = System.getLogger("io.halfshake");

    private final String failing;
    private final String working;
    private @Nullable String reason;

    /**
     * Of nothing that has failed yet.
     *
     * @param failing such as "commands cannot be appended"
     * @param working such as "commands can be appended again"
     */
    FailureLog(String failing, String working) {
        this.failing = failing;
        this.working = working;
    }

    void failed(Throwable cause) {
        String text = String.valueOf(cause.getMessage() == null ? cause : cause.getMessage());
        if (!text.equals(reason)) {
            reason = text;
            LOG.log(Level.WARNING, failing + ", trying again: " + text);
        }
    }

    void ended() {
        if (reason != null) {
            reason = null;
            LOG.log(Level.INFO, working);
        }
    }

    /** What fails then is of no consequence: the connection is given up. */
    static void close(@Nullable AutoCloseable connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (Exception e) {
            LOG.log(Level.DEBUG, "a connection could not be closed", e);
        }
    }
}
