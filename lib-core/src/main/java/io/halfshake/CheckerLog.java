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
        write(isBest || report.handshake() == Handshake.HALF ? Level.INFO : Level.WARNING, text(report));
    }

    /** The engine that a checker takes from now on. */
    static void replacement(EngineReport report, String before) {
        write(Level.INFO, text(report) + "; replaces " + before);
    }

    private static String text(EngineReport report) {
        return "checks with " + report.describe();
    }

    /**
     * A finished check, for those who ask for it by the level: else one call of {@code isLoggable} is all that it
     * costs. For the thread that delivers the result to the user.
     */
    static void check(CheckResult result) {
        if (isLoggable(Level.DEBUG)) {
            write(Level.DEBUG, result.describe());
        }
    }

    private static boolean isLoggable(Level level) {
        try {
            return LOG != null && LOG.isLoggable(level);
        } catch (Throwable e) {
            return false;
        }
    }

    private static void write(Level level, String text) {
        try {
            if (LOG != null) {
                LOG.log(level, text);
            }
        } catch (Throwable e) {
            // There is no other place to tell it.
            return;
        }
    }
}
