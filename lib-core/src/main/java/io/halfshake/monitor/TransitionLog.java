package io.halfshake.monitor;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Transitions as lines of the log. */
final class TransitionLog {
    private static final Logger LOG = System.getLogger("io.halfshake");

    private TransitionLog() {}

    static void write(Transition transition) {
        Level level = transition.to() == TargetState.DOWN ? Level.WARNING : Level.INFO;
        if (LOG.isLoggable(level)) {
            LOG.log(level, text(transition));
        }
    }

    private static String text(Transition transition) {
        String evidence = transition.evidence().describe();
        if (transition.from() == TargetState.UNKNOWN) {
            // Nothing is known of the time before the first check, so that there are no bounds to tell.
            return transition.to() + ": " + evidence;
        }
        TimeBounds bounds = transition.bounds();
        return transition.to() + ", was " + transition.from() + ": " + evidence + "; changed between "
                + readable(bounds.earliest()) + " and " + readable(bounds.latest());
    }

    private static Instant readable(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS);
    }
}
