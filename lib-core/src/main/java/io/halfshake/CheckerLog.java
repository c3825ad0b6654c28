package io.halfshake;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * What a checker logs of its ordinary work. The handlers of a log are the user's code, so that none of this is called
 * on an I/O thread or with a lock held; what they throw is dropped.
 */
final class CheckerLog {
    /** Null where the platform's logging is broken, which must not break the checks. */
    private static final @Nullable Logger LOG = logger();

    private CheckerLog() {}

    private static @Nullable Logger logger() {
        try {
            return System.getLogger("io.halfshake");
        } catch (Throwable e) {
            return null;
        }
    }

    /** The engine of a new checker. A warning where it completes handshakes and a better one was expected. */
    static void engine(EngineReport report) {
        boolean isBest = report.passedOver().isEmpty() && report.shortfall() == null;
        Level level = isBest || report.handshake() == Handshake.HALF ? Level.INFO : Level.WARNING;
        write(level, report, null);
    }

    /** The engine that a checker takes from now on. */
    static void replacement(EngineReport report, String before) {
        write(Level.INFO, report, before);
    }

    private static void write(Level level, EngineReport report, @Nullable String replaced) {
        try {
            if (LOG != null) {
                String text = "checks with " + report.describe();
                LOG.log(level, replaced == null ? text : text + "; replaces " + replaced);
            }
        } catch (Throwable e) {
            // Nowhere else to report it.
        }
    }

    /**
     * A finished check, for those who ask for it by the level: else one call of {@code isLoggable} is all that it
     * costs. For the thread that delivers the result to the user. The text is made inside: a cause's message is the
     * user's code too.
     */
    static void check(CheckResult result) {
        try {
            if (LOG != null && LOG.isLoggable(Level.DEBUG)) {
                LOG.log(Level.DEBUG, result.describe());
            }
        } catch (Throwable e) {
            // Nowhere else to report it.
        }
    }
}
